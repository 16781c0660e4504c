package org.quorama.client.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;

/**
 * The form of a record in a file: a header of 32 bytes, then the payload [GFS §2.7.2].
 *
 * <p>The header has, most significant byte first: four bytes that no padding has, the length of the
 * payload, the writer, the sequence, the CRC32C of the payload, and the CRC32C of the 28 bytes
 * before. The header is checked by itself, so that the length of a record with a damaged payload
 * can be trusted, and nothing inside that payload is taken for a record.
 */
public final class RecordFormat {
  /** How many bytes a record is longer than its payload. */
  public static final int HEADER_BYTES = 32;

  static final int MAGIC = 0xD1A6_52EC;

  private static final int LENGTH_AT = 4;
  private static final int WRITER_AT = 8;
  private static final int SEQUENCE_AT = 16;
  private static final int PAYLOAD_SUM_AT = 24;
  private static final int HEADER_SUM_AT = 28;

  private RecordFormat() {}

  /**
   * Returns the bytes to append for a record.
   *
   * @param id what it is
   * @param payload what it holds, any number of bytes
   */
  public static Bytes encode(RecordId id, Bytes payload) {
    ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length());
    record.putInt(MAGIC);
    record.putInt(payload.length());
    record.putLong(id.writer());
    record.putLong(id.sequence());
    record.putInt(sumOf(payload.unsafeArray(), 0, payload.length()));
    record.putInt(sumOf(record.array(), 0, HEADER_SUM_AT));
    record.put(payload.unsafeArray());
    return Bytes.wrap(record.array());
  }

  /**
   * Returns the record whose bytes these are, nothing if they are no intact record, or more.
   *
   * @param bytes what was read
   * @param offset where it was read, for the record found
   */
  public static Optional<FoundRecord> decode(Bytes bytes, long offset) {
    Header header = Header.at(bytes.unsafeArray(), 0, bytes.length());
    if (header == null || header.recordBytes() != bytes.length()) {
      return Optional.empty();
    }
    return header.isIntact(bytes.unsafeArray(), 0)
        ? Optional.of(header.found(bytes.unsafeArray(), 0, offset))
        : Optional.empty();
  }

  private static int sumOf(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /**
   * The header of a record, itself intact.
   *
   * @param id of the record
   * @param length of its payload
   * @param payloadSum the CRC32C that the payload should have
   */
  record Header(RecordId id, int length, int payloadSum) {
    /** Returns the header at a place, null if there is none before the end. */
    static @Nullable Header at(byte[] bytes, int from, int end) {
      if (end - from < HEADER_BYTES) {
        return null;
      }
      ByteBuffer header = ByteBuffer.wrap(bytes, from, HEADER_BYTES).slice();
      boolean intact =
          header.getInt(0) == MAGIC
              && header.getInt(LENGTH_AT) >= 0
              && header.getInt(HEADER_SUM_AT) == sumOf(bytes, from, HEADER_SUM_AT);
      return intact
          ? new Header(
              new RecordId(header.getLong(WRITER_AT), header.getLong(SEQUENCE_AT)),
              header.getInt(LENGTH_AT),
              header.getInt(PAYLOAD_SUM_AT))
          : null;
    }

    long recordBytes() {
      return (long) HEADER_BYTES + length;
    }

    boolean isIntact(byte[] bytes, int from) {
      return sumOf(bytes, from + HEADER_BYTES, length) == payloadSum;
    }

    FoundRecord found(byte[] bytes, int from, long offset) {
      int begin = from + HEADER_BYTES;
      byte[] payload = Arrays.copyOfRange(bytes, begin, begin + length);
      return new FoundRecord(id, offset, Bytes.wrap(payload));
    }
  }
}
