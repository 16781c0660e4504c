package org.quorama.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record of the write-ahead log. On disk: length of the body (4 bytes), CRC32C of length and
 * body (4), then the body: sequence (8), batch (8), type (1), payload.
 *
 * @param sequence its number in the file, from 1, without gaps
 * @param batch the sequence of the first record that was forced together with it
 * @param type what the payload is
 * @param payload a view, valid until the next read
 * @param end the offset just behind the record
 */
record WalRecord(long sequence, long batch, byte type, ByteBuffer payload, long end) {
  static final byte HARD_STATE = 1;
  static final byte ENTRY = 2;
  static final byte TRUNCATE = 3;

  static final int HEAD = 8;
  static final int BODY_HEAD = 17;
  static final int MAX_BODY = 64 << 20;

  /** Starts a record in a buffer; the payload is put next. Returns where it starts. */
  static int begin(ByteBuffer out, long sequence, long batch, byte type) {
    int start = out.position();
    out.putLong(0).putLong(sequence).putLong(batch).put(type);
    return start;
  }

  /** Ends a record: fills in length and checksum. */
  static void end(ByteBuffer out, int start) {
    int length = out.position() - start - HEAD;
    out.putInt(start, length);
    out.putInt(start + 4, checksum(length, out.duplicate().flip().position(start + HEAD)));
  }

  private static int checksum(int length, ByteBuffer body) {
    CRC32C sum = new CRC32C();
    sum.update(length >>> 24);
    sum.update(length >>> 16);
    sum.update(length >>> 8);
    sum.update(length);
    sum.update(body);
    return (int) sum.getValue();
  }

  /** Tells whether a number can be the length of a body that lies before the end of the file. */
  static boolean isLength(int length, long available) {
    return length >= BODY_HEAD && length <= Math.min(MAX_BODY, available - HEAD);
  }

  /** Returns the record whose head and body these are, or null if the checksum does not match. */
  static @Nullable WalRecord parse(ByteBuffer bytes, long offset) {
    int length = bytes.getInt();
    int expected = bytes.getInt();
    if (checksum(length, bytes.duplicate()) != expected) {
      return null;
    }
    return new WalRecord(
        bytes.getLong(), bytes.getLong(), bytes.get(), bytes, offset + HEAD + length);
  }
}
