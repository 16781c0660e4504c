package org.quorama.runtime;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quorama.chunk.DataId;
import org.quorama.remote.PieceArrays;
import org.quorama.remote.PushedData;

/**
 * Pushed data that waits for its mutation [GFS §3.2]. Holds a bounded number of bytes and drops the
 * oldest; who needs dropped data hears that it is gone and pushes it again. Thread-safe.
 *
 * <p>Arrays that have found their place are used again, once nobody has them on loan.
 */
final class DataBuffers {
  private final long maxBytes;
  private final PieceArrays arrays;
  private final Map<DataId, byte[]> buffers = new LinkedHashMap<>();

  /** Data that the secondaries do not have yet: it rides with the orders that need it. */
  private final Map<DataId, PushedData> riders = new LinkedHashMap<>();

  /** How many have an array on loan, by its identity; {@link Loan} has no other equality. */
  private final Map<Loan, Loan> loans = new HashMap<>();

  private long heldBytes;

  DataBuffers(long maxBytes, PieceArrays arrays) {
    this.maxBytes = maxBytes;
    this.arrays = arrays;
  }

  /** An array in use, equal to others of the same array. */
  private static final class Loan {
    final byte[] bytes;
    int users;

    /** Whether nobody will ask for it again. */
    boolean isDone;

    Loan(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Loan that && that.bytes == bytes;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(bytes);
    }
  }

  /** Keeps data; the caller gives the array up. */
  synchronized void put(DataId id, byte[] bytes) {
    byte[] before = buffers.remove(id);
    heldBytes += bytes.length - (before == null ? 0 : before.length);
    buffers.put(id, bytes);
    Iterator<Map.Entry<DataId, byte[]>> oldest = buffers.entrySet().iterator();
    while (heldBytes > maxBytes && buffers.size() > 1) {
      Map.Entry<DataId, byte[]> gone = oldest.next();
      heldBytes -= gone.getValue().length;
      riders.remove(gone.getKey());
      oldest.remove();
    }
  }

  /** Keeps data, and lends it to the caller at once. */
  synchronized void putAndLend(DataId id, byte[] bytes) {
    put(id, bytes);
    lend(bytes);
  }

  /** Keeps data that rides with its order. */
  synchronized void putRider(PushedData data) {
    riders.put(data.id(), data);
    put(data.id(), data.bytes().unsafeArray());
  }

  /** Returns data that must ride with an order. */
  synchronized Optional<PushedData> rider(DataId id) {
    return Optional.ofNullable(riders.get(id));
  }

  /** Lends data that is still here; the caller only reads it, and gives it back. */
  synchronized Optional<byte[]> lend(DataId id) {
    byte[] bytes = buffers.get(id);
    if (bytes != null) {
      lend(bytes);
    }
    return Optional.ofNullable(bytes);
  }

  private void lend(byte[] bytes) {
    Loan key = new Loan(bytes);
    loans.computeIfAbsent(key, unused -> key).users++;
  }

  /** Takes back what was lent. */
  synchronized void giveBack(byte[] bytes) {
    Loan loan = loans.get(new Loan(bytes));
    if (loan != null) {
      loan.users--;
      if (loan.users == 0) {
        loans.remove(loan);
        recycle(loan);
      }
    }
  }

  private void recycle(Loan loan) {
    if (loan.isDone) {
      arrays.recycle(loan.bytes);
    }
  }

  /** Drops data that has found its place; what rides stays until it is the oldest. */
  synchronized void remove(DataId id) {
    if (riders.containsKey(id)) {
      return;
    }
    byte[] gone = buffers.remove(id);
    if (gone != null) {
      heldBytes -= gone.length;
      Loan loan = loans.get(new Loan(gone));
      if (loan != null) {
        loan.isDone = true;
      }
    }
  }

  synchronized long heldBytes() {
    return heldBytes;
  }
}
