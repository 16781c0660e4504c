package org.quorama.client.nio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.quorama.protocol.Bytes;

/** Bytes that were written but not sent: one run without a gap. Confined to its open file. */
final class PendingWrite {
  /** So many bytes travel together at most; several pieces of a chunk are under way then. */
  static final int MAX_BYTES = 4 << 20;

  private static final int FIRST_BYTES = 8 << 10;

  private byte[] bytes = new byte[0];
  private long start;
  private int length;

  boolean isEmpty() {
    return length == 0;
  }

  boolean isFull() {
    return length == MAX_BYTES;
  }

  long start() {
    return start;
  }

  long end() {
    return start + length;
  }

  /** Tells whether bytes at an offset would touch these, and fit in part. */
  boolean takes(long at) {
    return isEmpty() || (at >= start && at <= end() && at < start + MAX_BYTES);
  }

  boolean overlaps(long from, long to) {
    return !isEmpty() && from < end() && to > start;
  }

  /** Takes over as many bytes as fit; those at the same offset are replaced. */
  void put(long at, ByteBuffer source) {
    if (isEmpty()) {
      start = at;
    }
    int offset = (int) (at - start);
    int count = Math.min(source.remaining(), MAX_BYTES - offset);
    grow(offset + count);
    source.get(bytes, offset, count);
    length = Math.max(length, offset + count);
  }

  private void grow(int wanted) {
    if (wanted > bytes.length) {
      int size = Math.max(FIRST_BYTES, Math.max(wanted, bytes.length * 2));
      bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, size));
    }
  }

  /** Forgets what lies at an offset or behind it. */
  void cut(long at) {
    length = (int) Math.max(0, Math.min(length, at - start));
  }

  /** Returns a copy of what waits. */
  Bytes content() {
    return Bytes.wrap(Arrays.copyOf(bytes, length));
  }

  void clear() {
    length = 0;
  }
}
