package org.quorama.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The CRC32C of every block of 64 KiB of a chunk, from its first [GFS §5.2]. Immutable. */
final class BlockSums {
  static final int BLOCK = 64 << 10;
  static final BlockSums NONE = new BlockSums(new int[0]);

  private final int[] sums;

  private BlockSums(int[] sums) {
    this.sums = sums;
  }

  /** Reads sums from where they were written. */
  static BlockSums read(ByteBuffer from, int count) {
    int[] sums = new int[count];
    from.asIntBuffer().get(sums);
    from.position(from.position() + count * Integer.BYTES);
    return new BlockSums(sums);
  }

  void write(ByteBuffer into) {
    into.asIntBuffer().put(sums);
    into.position(into.position() + sums.length * Integer.BYTES);
  }

  int count() {
    return sums.length;
  }

  /** Returns these sums with others from a block on, for a chunk of at least as many blocks. */
  BlockSums with(int first, int[] changed, int count) {
    int[] next = Arrays.copyOf(sums, count);
    System.arraycopy(changed, 0, next, first, changed.length);
    return new BlockSums(next);
  }

  /** Returns the sums of the first blocks. */
  BlockSums first(int count) {
    return new BlockSums(Arrays.copyOf(sums, count));
  }

  boolean matches(int block, byte[] bytes, int from, int length) {
    return sums[block] == sum(bytes, from, length);
  }

  /** Tells whether the remaining bytes have the sum of a block. */
  boolean matches(int block, ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sums[block] == (int) sum.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockSums that && Arrays.equals(sums, that.sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }

  static int sum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /** Returns the block that holds a byte. */
  static int of(long offset) {
    return (int) (offset / BLOCK);
  }

  /** Returns how many blocks a length takes. */
  static int blocks(long length) {
    return (int) ((length + BLOCK - 1) / BLOCK);
  }

  /** Returns the first byte of a block. */
  static long start(int block) {
    return (long) block * BLOCK;
  }

  /** Returns how many bytes of a block a chunk of a length holds. */
  static int lengthOf(int block, long chunkLength) {
    return (int) Math.max(0, Math.min(BLOCK, chunkLength - start(block)));
  }
}
