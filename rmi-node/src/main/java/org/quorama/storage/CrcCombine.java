package org.quorama.storage;

/**
 * The CRC32C of bytes that follow each other, from those of their parts, without the bytes; as
 * {@code crc32_combine} of zlib. Stateless.
 *
 * <p>A CRC is the rest of a division of polynomials over one bit. The bytes that follow multiply
 * the first part by a power of x; what they add themselves is their own CRC.
 */
final class CrcCombine {
  /** Castagnoli's polynomial, the coefficient of x^31 last. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private static final int ONE = 1 << 31;
  private static final int X = 1 << 30;

  /** x to the power of 8, of 16, of 32, and so on: of one byte, of two, of four. */
  private static final int[] POWERS = powers();

  private CrcCombine() {}

  private static int[] powers() {
    int[] powers = new int[Integer.SIZE - 1];
    int power = X;
    for (int bits = 1; bits < Byte.SIZE; bits *= 2) {
      power = product(power, power);
    }
    for (int i = 0; i < powers.length; i++) {
      powers[i] = power;
      power = product(power, power);
    }
    return powers;
  }

  /**
   * Returns the CRC32C of two parts together.
   *
   * @param first that of the first part
   * @param second that of the second part
   * @param length of the second part, in bytes
   */
  static int combine(int first, int second, int length) {
    int shift = ONE;
    for (int i = 0; length >>> i != 0; i++) {
      if ((length >>> i & 1) == 1) {
        shift = product(shift, POWERS[i]);
      }
    }
    return product(shift, first) ^ second;
  }

  /** Multiplies two polynomials, and takes the rest. */
  private static int product(int left, int right) {
    int product = 0;
    int shifted = right;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((left & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
    }
    return product;
  }
}
