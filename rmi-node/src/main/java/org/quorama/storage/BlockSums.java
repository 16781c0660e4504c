package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC32C of consecutive blocks of a chunk, read from its checksum file and changed in memory
 * until written back [GFS §5.2].
 */
final class BlockSums {
  static final int BLOCK = 64 << 10;

  private final int first;
  private final ByteBuffer sums;

  private BlockSums(int first, ByteBuffer sums) {
    this.first = first;
    this.sums = sums;
  }

  /** Reads the sums of blocks; those that the file does not have are 0. */
  static BlockSums read(ForcedFile metaFile, int first, int count) throws IOException {
    ByteBuffer sums = ByteBuffer.allocate(count * Integer.BYTES);
    metaFile.read(sums, place(first));
    return new BlockSums(first, sums.clear());
  }

  void write(ForcedFile metaFile) throws IOException {
    metaFile.write(sums.duplicate(), place(first));
  }

  private static long place(int block) {
    return ChunkMeta.HEAD + (long) block * Integer.BYTES;
  }

  boolean matches(int block, byte[] bytes, int from, int length) {
    return sums.getInt(at(block)) == sum(bytes, from, length);
  }

  void set(int block, byte[] bytes, int from, int length) {
    sums.putInt(at(block), sum(bytes, from, length));
  }

  private int at(int block) {
    return (block - first) * Integer.BYTES;
  }

  private static int sum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /** Returns the block that holds a byte. */
  static int of(long offset) {
    return (int) (offset / BLOCK);
  }

  /** Returns the first byte of a block. */
  static long start(int block) {
    return (long) block * BLOCK;
  }
}
