package org.quorama.runtime;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quorama.chunk.DataId;

/**
 * Pushed data that waits for its mutation [GFS §3.2]. Holds a bounded number of bytes and drops the
 * oldest; who needs dropped data hears that it is gone and pushes it again. Thread-safe.
 */
final class DataBuffers {
  private final long maxBytes;
  private final Map<DataId, byte[]> buffers = new LinkedHashMap<>();
  private long heldBytes;

  DataBuffers(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Keeps data; the caller gives the array up. */
  synchronized void put(DataId id, byte[] bytes) {
    byte[] before = buffers.remove(id);
    heldBytes += bytes.length - (before == null ? 0 : before.length);
    buffers.put(id, bytes);
    Iterator<byte[]> oldest = buffers.values().iterator();
    while (heldBytes > maxBytes && buffers.size() > 1) {
      heldBytes -= oldest.next().length;
      oldest.remove();
    }
  }

  /** Returns data that is still here; the caller only reads it. */
  synchronized Optional<byte[]> get(DataId id) {
    return Optional.ofNullable(buffers.get(id));
  }

  synchronized long heldBytes() {
    return heldBytes;
  }
}
