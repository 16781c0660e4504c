package org.quorama.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record of the write-ahead log. On disk: CRC32C of all that follows (4 bytes), length of the
 * body (4), then the body: sequence (8), batch (8), type (1), payload. No record starts so near the
 * end of a sector that these numbers would not fit: a sector that was lost shows as zeros.
 *
 * @param sequence its number in the log, from 1, without gaps
 * @param batch the sequence of the first record that was forced together with it
 * @param type what the payload is
 * @param payload a view, valid until the next read
 * @param end the offset just behind the record
 */
record WalRecord(long sequence, long batch, byte type, ByteBuffer payload, long end) {
  static final byte ENTRY = 2;
  static final byte TRUNCATE = 3;

  static final int SECTOR = 512;

  /** The numbers that lie in one sector: checksum, length, sequence and batch. */
  static final int NUMBERS = 24;

  static final int HEAD = 8;
  static final int BODY_HEAD = 17;
  static final int MAX_BODY = 64 << 20;

  /** Returns where the next record starts, if the last one ends here. */
  static long startBehind(long end) {
    long left = SECTOR - end % SECTOR;
    return left < NUMBERS ? end + left : end;
  }

  /** Tells whether a number can be the length of a body that lies before the end of the file. */
  static boolean isLength(int length, long available) {
    return length >= BODY_HEAD && length <= Math.min(MAX_BODY, available - HEAD);
  }

  /** Returns the record whose head and body these are, or null if the checksum does not match. */
  static @Nullable WalRecord parse(ByteBuffer bytes, long offset) {
    int expected = bytes.getInt();
    CRC32C sum = new CRC32C();
    sum.update(bytes.duplicate());
    if ((int) sum.getValue() != expected) {
      return null;
    }
    int length = bytes.getInt();
    return new WalRecord(
        bytes.getLong(), bytes.getLong(), bytes.get(), bytes, offset + HEAD + length);
  }
}
