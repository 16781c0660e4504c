package org.quorama.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The CRC32C of every block of 64 KiB, of a chunk or of a piece of one, from its first [GFS §5.2].
 * Immutable.
 */
public final class BlockSums {
  /** The bytes of a block; the last one of a chunk may have fewer. */
  public static final int BLOCK = 64 << 10;

  /** Those of no bytes. */
  public static final BlockSums NONE = new BlockSums(new int[0]);

  private final int[] sums;

  private BlockSums(int[] sums) {
    this.sums = sums;
  }

  /**
   * Returns the sums of bytes.
   *
   * @param bytes the remaining ones are meant; its position stays
   */
  public static BlockSums of(ByteBuffer bytes) {
    int[] sums = new int[blocks(bytes.remaining())];
    for (int block = 0; block < sums.length; block++) {
      sums[block] = sum(slice(bytes, block));
    }
    return new BlockSums(sums);
  }

  private static ByteBuffer slice(ByteBuffer bytes, int block) {
    int from = block * BLOCK;
    return bytes.slice(bytes.position() + from, lengthOf(block, bytes.remaining()));
  }

  /**
   * Returns sums that were written.
   *
   * @param sums one a block, which nobody changes from now on
   */
  public static BlockSums wrap(int[] sums) {
    return new BlockSums(sums);
  }

  /**
   * Reads sums from where they were written.
   *
   * @param from where they begin
   * @param count how many
   */
  public static BlockSums read(ByteBuffer from, int count) {
    int[] sums = new int[count];
    from.asIntBuffer().get(sums);
    from.position(from.position() + count * Integer.BYTES);
    return new BlockSums(sums);
  }

  /**
   * Writes the sums.
   *
   * @param into where to
   */
  public void write(ByteBuffer into) {
    into.asIntBuffer().put(sums);
    into.position(into.position() + sums.length * Integer.BYTES);
  }

  /** Returns of how many blocks these are. */
  public int count() {
    return sums.length;
  }

  /**
   * Returns the sum of a block.
   *
   * @param block which, from 0
   */
  public int at(int block) {
    return sums[block];
  }

  /**
   * Returns these sums with others from a block on.
   *
   * @param first the block of the first of the others
   * @param changed the others
   * @param count of how many blocks the result is, at least as many
   */
  public BlockSums with(int first, BlockSums changed, int count) {
    int[] next = Arrays.copyOf(sums, count);
    System.arraycopy(changed.sums, 0, next, first, changed.sums.length);
    return new BlockSums(next);
  }

  /**
   * Returns the sums of the first blocks.
   *
   * @param count how many
   */
  public BlockSums first(int count) {
    return new BlockSums(Arrays.copyOf(sums, count));
  }

  /**
   * Tells whether a part of an array has the sum of a block.
   *
   * @param block which
   * @param bytes the array
   * @param from where the part begins
   * @param length of the part
   */
  public boolean matches(int block, byte[] bytes, int from, int length) {
    return sums[block] == sum(bytes, from, length);
  }

  /**
   * Tells whether the remaining bytes have the sum of a block.
   *
   * @param block which
   * @param bytes read to their limit
   */
  public boolean matches(int block, ByteBuffer bytes) {
    return sums[block] == sum(bytes);
  }

  /**
   * Tells whether these are the sums of bytes.
   *
   * @param bytes the remaining ones are meant; its position stays
   */
  public boolean areOf(ByteBuffer bytes) {
    boolean same = sums.length == blocks(bytes.remaining());
    for (int block = 0; same && block < sums.length; block++) {
      same = matches(block, slice(bytes, block));
    }
    return same;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockSums that && Arrays.equals(sums, that.sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }

  @Override
  public String toString() {
    return sums.length + " sums";
  }

  private static int sum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /**
   * Returns the CRC32C of a part of an array.
   *
   * @param bytes the array
   * @param from where the part begins
   * @param length of the part
   */
  public static int sum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /**
   * Returns the block that holds a byte.
   *
   * @param offset of the byte
   */
  public static int of(long offset) {
    return (int) (offset / BLOCK);
  }

  /**
   * Returns how many blocks a length takes.
   *
   * @param length in bytes
   */
  public static int blocks(long length) {
    return (int) ((length + BLOCK - 1) / BLOCK);
  }

  /**
   * Returns the first byte of a block.
   *
   * @param block which
   */
  public static long start(int block) {
    return (long) block * BLOCK;
  }

  /**
   * Returns how many bytes a block has.
   *
   * @param block which
   * @param length how many bytes all have
   */
  public static int lengthOf(int block, long length) {
    return (int) Math.max(0, Math.min(BLOCK, length - start(block)));
  }
}
