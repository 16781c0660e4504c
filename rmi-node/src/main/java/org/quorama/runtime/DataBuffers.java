package org.quorama.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quorama.chunk.DataId;
import org.quorama.remote.PiecePool;
import org.quorama.remote.PushedData;

/**
 * Pushed data that waits for its mutation [GFS §3.2]. Holds a bounded number of bytes and drops the
 * oldest; who needs dropped data hears that it is gone and pushes it again. Thread-safe.
 *
 * <p>The memory of what has found its place is used again, once nobody has it on loan.
 */
final class DataBuffers {
  private static final int KEPT_PIECES = 8;

  private final PiecePool<ByteBuffer> memory = PiecePool.ofBuffers(KEPT_PIECES);
  private final long maxBytes;
  private final Map<DataId, PushedData> buffers = new LinkedHashMap<>();

  /** Data that the secondaries do not have yet: it rides with the orders that need it. */
  private final Set<DataId> riders = new HashSet<>();

  private final IdentityHashMap<PushedData, Loan> loans = new IdentityHashMap<>();
  private long heldBytes;

  DataBuffers(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Data in use. */
  private static final class Loan {
    int users;

    /** Whether nobody will ask for it again. */
    boolean isDone;
  }

  /** Returns memory for data that is about to arrive. */
  ByteBuffer room(int length) {
    return memory.take(length);
  }

  /** Keeps data, whose memory the caller gives up; returns what had to make room for it. */
  synchronized List<PushedData> put(PushedData data) {
    PushedData before = buffers.remove(data.id());
    heldBytes += data.length() - (before == null ? 0 : before.length());
    buffers.put(data.id(), data);
    return heldBytes > maxBytes ? evict() : List.of();
  }

  private List<PushedData> evict() {
    List<PushedData> evicted = new ArrayList<>();
    Iterator<PushedData> oldest = buffers.values().iterator();
    while (heldBytes > maxBytes && buffers.size() > 1) {
      PushedData gone = oldest.next();
      heldBytes -= gone.length();
      riders.remove(gone.id());
      oldest.remove();
      evicted.add(gone);
    }
    return evicted;
  }

  /** Keeps data, and lends it to the caller at once; returns what had to make room for it. */
  synchronized List<PushedData> putAndLend(PushedData data) {
    lend(data);
    return put(data);
  }

  /** Keeps data that rides with its order; returns what had to make room for it. */
  synchronized List<PushedData> putRider(PushedData data) {
    riders.add(data.id());
    return put(data);
  }

  /** Returns data that must ride with an order. */
  synchronized Optional<PushedData> rider(DataId id) {
    return riders.contains(id) ? Optional.ofNullable(buffers.get(id)) : Optional.empty();
  }

  /** Lends data that is still here; the caller only reads it, and gives it back. */
  synchronized Optional<PushedData> lend(DataId id) {
    Optional<PushedData> data = Optional.ofNullable(buffers.get(id));
    data.ifPresent(this::lend);
    return data;
  }

  private void lend(PushedData data) {
    loans.computeIfAbsent(data, unused -> new Loan()).users++;
  }

  /** Takes back what was lent. */
  synchronized void giveBack(PushedData data) {
    Loan loan = loans.get(data);
    if (loan != null) {
      loan.users--;
      if (loan.users == 0) {
        loans.remove(data);
        recycle(loan, data);
      }
    }
  }

  private void recycle(Loan loan, PushedData data) {
    if (loan.isDone) {
      memory.recycle(data.bytes());
    }
  }

  /** Drops data that rode with its orders, of which none is to leave any more. */
  synchronized void removeRider(DataId id) {
    riders.remove(id);
    remove(id);
  }

  /** Drops data that has found its place; what rides stays as long as its orders may need it. */
  synchronized void remove(DataId id) {
    if (riders.contains(id)) {
      return;
    }
    PushedData gone = buffers.remove(id);
    if (gone != null) {
      heldBytes -= gone.length();
      Loan loan = loans.get(gone);
      if (loan != null) {
        loan.isDone = true;
      }
    }
  }

  synchronized long heldBytes() {
    return heldBytes;
  }
}
