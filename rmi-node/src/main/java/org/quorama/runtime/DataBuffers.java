package org.quorama.runtime;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quorama.chunk.DataId;
import org.quorama.remote.PushedData;

/**
 * Pushed data that waits for its mutation [GFS §3.2]. Holds a bounded number of bytes and drops the
 * oldest; who needs dropped data hears that it is gone and pushes it again. Thread-safe.
 */
final class DataBuffers {
  private final long maxBytes;
  private final Map<DataId, byte[]> buffers = new LinkedHashMap<>();

  /** Data that the secondaries do not have yet: it rides with the orders that need it. */
  private final Map<DataId, PushedData> riders = new LinkedHashMap<>();

  private long heldBytes;

  DataBuffers(long maxBytes) {
    this.maxBytes = maxBytes;
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

  /** Keeps data that rides with its order. */
  synchronized void putRider(PushedData data) {
    riders.put(data.id(), data);
    put(data.id(), data.bytes().unsafeArray());
  }

  /** Returns data that must ride with an order. */
  synchronized Optional<PushedData> rider(DataId id) {
    return Optional.ofNullable(riders.get(id));
  }

  /** Returns data that is still here; the caller only reads it. */
  synchronized Optional<byte[]> get(DataId id) {
    return Optional.ofNullable(buffers.get(id));
  }

  /** Drops data that has found its place; what rides stays until it is the oldest. */
  synchronized void remove(DataId id) {
    if (riders.containsKey(id)) {
      return;
    }
    byte[] gone = buffers.remove(id);
    heldBytes -= gone == null ? 0 : gone.length;
  }

  synchronized long heldBytes() {
    return heldBytes;
  }
}
