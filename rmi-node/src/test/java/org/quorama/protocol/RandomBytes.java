package org.quorama.protocol;

import java.util.SplittableRandom;

/** Bytes for tests: no two neighbours alike, and the same for the same length. */
public final class RandomBytes {
  private RandomBytes() {}

  /** Returns so many bytes. */
  public static Bytes random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
