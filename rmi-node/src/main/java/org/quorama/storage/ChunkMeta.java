package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quorama.storage.disk.ForcedFile;

/**
 * Version, length and checksums of a replica, as kept in front of its data: in two places, of which
 * one is always left alone, so that a torn write leaves what was durable before. Immutable.
 *
 * @param sequence the number of the write; the greater one counts
 * @param version the version, from 1
 * @param length the length in bytes
 * @param sums one a block
 */
record ChunkMeta(long sequence, long version, long length, BlockSums sums) {
  /** Where the data begins. */
  static final int DATA = 64 << 10;

  /** The greatest length whose checksums find room. */
  static final long MAX_LENGTH = 256L << 20;

  private static final int PLACE = 24 << 10;
  private static final int MARK = 56 << 10;
  private static final int HEAD = 32;
  private static final int MAGIC = 0x51434d32;

  static ChunkMeta fresh(long version) {
    return new ChunkMeta(1, version, 0, BlockSums.NONE);
  }

  ChunkMeta withVersion(long newVersion) {
    return new ChunkMeta(sequence + 1, newVersion, length, sums);
  }

  ChunkMeta withLength(long newLength, BlockSums newSums) {
    return new ChunkMeta(sequence + 1, version, newLength, newSums);
  }

  /** Reads what is in a place, 0 or 1; null if that is not whole. */
  static @Nullable ChunkMeta read(ForcedFile file, int place) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    file.read(head, (long) place * PLACE);
    head.flip();
    if (head.remaining() < HEAD || head.getInt() != MAGIC) {
      return null;
    }
    int count = head.getInt();
    return count < 0 || count > BlockSums.blocks(MAX_LENGTH) ? null : read(file, place, count);
  }

  private static @Nullable ChunkMeta read(ForcedFile file, int place, int count)
      throws IOException {
    ByteBuffer whole = ByteBuffer.allocate(bytes(count));
    file.read(whole, (long) place * PLACE);
    whole.flip();
    if (whole.remaining() < bytes(count) || !isIntact(whole)) {
      return null;
    }
    whole.position(2 * Integer.BYTES);
    long sequence = whole.getLong();
    long version = whole.getLong();
    long length = whole.getLong();
    boolean fits = version >= 1 && length >= 0 && BlockSums.blocks(length) == count;
    return fits ? new ChunkMeta(sequence, version, length, BlockSums.read(whole, count)) : null;
  }

  private static boolean isIntact(ByteBuffer whole) {
    int body = whole.limit() - Integer.BYTES;
    CRC32C sum = new CRC32C();
    sum.update(whole.slice(0, body));
    return whole.getInt(body) == (int) sum.getValue();
  }

  private static int bytes(int count) {
    return HEAD + count * Integer.BYTES + Integer.BYTES;
  }

  void write(ForcedFile file, int place) throws IOException {
    ByteBuffer whole = ByteBuffer.allocate(bytes(sums.count()));
    whole.putInt(MAGIC).putInt(sums.count()).putLong(sequence).putLong(version).putLong(length);
    sums.write(whole);
    whole.putInt(BlockSums.sum(whole.array(), 0, whole.position()));
    file.write(whole.flip(), (long) place * PLACE);
  }

  /**
   * Notes that everything up to this write is known to be durable, so that nobody has to find out
   * after the next start. The note itself need not be durable.
   */
  void mark(ForcedFile file) throws IOException {
    file.write(markOf(sequence), MARK);
  }

  /** Returns which write is known to be durable, 0 if nobody has noted one. */
  static long marked(ForcedFile file) throws IOException {
    ByteBuffer mark = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    if (file.read(mark, MARK) < mark.capacity()) {
      return 0;
    }
    long sequence = mark.flip().getLong();
    return markOf(sequence).equals(mark.rewind()) ? sequence : 0;
  }

  private static ByteBuffer markOf(long sequence) {
    ByteBuffer mark = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(sequence);
    CRC32C sum = new CRC32C();
    sum.update(mark.array(), 0, mark.position());
    return mark.putInt((int) ~sum.getValue()).flip();
  }
}
