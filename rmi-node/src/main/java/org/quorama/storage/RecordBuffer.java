package org.quorama.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.quorama.protocol.Invariants;

/** Encodes records one behind the other into memory that the disk reads without a copy. */
final class RecordBuffer {
  private static final int CAPACITY = 64 << 10;

  private final CRC32C sum = new CRC32C();
  private ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY);
  private ByteBuffer view = bytes.duplicate();
  private int start;

  /** Returns how many bytes a record with a payload takes at most, padding included. */
  static int most(int payload) {
    int need = WalRecord.HEAD + WalRecord.BODY_HEAD + payload;
    Invariants.check(
        payload >= 0 && need <= WalRecord.MAX_BODY, "A command of %d bytes is too long", payload);
    return need + WalRecord.NUMBERS;
  }

  int size() {
    return bytes.position();
  }

  boolean fits(int need) {
    return bytes.remaining() >= need;
  }

  /** Makes room in an empty buffer. */
  void reserve(int need) {
    if (bytes.capacity() < need) {
      bytes = ByteBuffer.allocateDirect(need);
      view = bytes.duplicate();
    }
  }

  /** Starts a record; the payload is put next. The buffer's first byte goes to the offset. */
  ByteBuffer begin(long offset, long sequence, long batch, byte type) {
    int padding = (int) (WalRecord.startBehind(offset + bytes.position()) - offset);
    while (bytes.position() < padding) {
      bytes.put((byte) 0);
    }
    start = padding;
    return bytes.putLong(0).putLong(sequence).putLong(batch).put(type);
  }

  /** Ends a record: fills in length and checksum. */
  void end() {
    int end = bytes.position();
    bytes.putInt(start + 4, end - start - WalRecord.HEAD);
    sum.reset();
    sum.update(view.limit(end).position(start + 4));
    bytes.putInt(start, (int) sum.getValue());
  }

  /** Returns what was encoded, to be written before the buffer is cleared. */
  ByteBuffer encoded() {
    return view.limit(bytes.position()).position(0);
  }

  void clear() {
    bytes.clear();
  }
}
