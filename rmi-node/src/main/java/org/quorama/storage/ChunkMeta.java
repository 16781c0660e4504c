package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.storage.disk.ForcedFile;

/**
 * Version, length and checksums of a replica, as kept in front of its data: in two places, of which
 * one is always left alone, so that a torn write leaves what was durable before. Immutable.
 *
 * @param id whose; a file may have been another's before
 * @param sequence the number of the write; the greater one counts
 * @param version the version, from 1
 * @param length the length in bytes
 * @param sums one a block
 */
record ChunkMeta(ChunkId id, long sequence, long version, long length, BlockSums sums) {
  /** Where the data begins. */
  static final int DATA = 64 << 10;

  /** The greatest length whose checksums find room. */
  static final long MAX_LENGTH = 256L << 20;

  private static final int PLACE = 24 << 10;
  private static final int MARK = 56 << 10;
  private static final int HEAD = 40;
  private static final int MAGIC = 0x51434d33;

  static ChunkMeta fresh(ChunkId id, long version) {
    return new ChunkMeta(id, 1, version, 0, BlockSums.NONE);
  }

  ChunkMeta withVersion(long newVersion) {
    return new ChunkMeta(id, sequence + 1, newVersion, length, sums);
  }

  ChunkMeta withLength(long newLength, BlockSums newSums) {
    return new ChunkMeta(id, sequence + 1, version, newLength, newSums);
  }

  /** Reads what is in a place, 0 or 1; null if that is not whole, or another chunk's. */
  static @Nullable ChunkMeta read(ForcedFile file, int place, ChunkId id) throws IOException {
    ChunkMeta found = read(file, place);
    return found == null || !found.id.equals(id) ? null : found;
  }

  /** Tells whether a file has a head of another chunk: it was that chunk's before. */
  static boolean isOfAnother(ForcedFile file, ChunkId id) throws IOException {
    ChunkMeta first = read(file, 0);
    ChunkMeta found = first == null ? read(file, 1) : first;
    return found != null && !found.id.equals(id);
  }

  private static @Nullable ChunkMeta read(ForcedFile file, int place) throws IOException {
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
    long id = whole.getLong();
    long sequence = whole.getLong();
    long version = whole.getLong();
    long length = whole.getLong();
    boolean fits = id >= 1 && version >= 1 && length >= 0 && BlockSums.blocks(length) == count;
    return fits
        ? new ChunkMeta(new ChunkId(id), sequence, version, length, BlockSums.read(whole, count))
        : null;
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
    whole.putInt(MAGIC).putInt(sums.count()).putLong(id.value());
    whole.putLong(sequence).putLong(version).putLong(length);
    sums.write(whole);
    whole.putInt(BlockSums.sum(whole.array(), 0, whole.position()));
    file.write(whole.flip(), (long) place * PLACE);
  }

  /**
   * Notes that everything up to this write is known to be durable, so that nobody has to find out
   * after the next start. The note itself need not be durable.
   */
  void mark(ForcedFile file) throws IOException {
    file.write(markOf(id, sequence), MARK);
  }

  /** Returns which write of a chunk is known to be durable, 0 if nobody has noted one. */
  static long marked(ForcedFile file, ChunkId id) throws IOException {
    ByteBuffer mark = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    if (file.read(mark, MARK) < mark.capacity()) {
      return 0;
    }
    long sequence = mark.flip().getLong();
    return markOf(id, sequence).equals(mark.rewind()) ? sequence : 0;
  }

  /** The chunk is in the sum only: a mark that another one left is none. */
  private static ByteBuffer markOf(ChunkId id, long sequence) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(sequence).putLong(id.value()).flip());
    ByteBuffer mark = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(sequence);
    return mark.putInt((int) ~sum.getValue()).flip();
  }
}
