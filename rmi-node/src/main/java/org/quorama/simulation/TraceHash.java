package org.quorama.simulation;

/** Folds what happens into one number, so that two runs can be compared. */
final class TraceHash {
  private static final long PRIME = 0x100000001b3L;

  private long hash = 0xcbf29ce484222325L;

  void add(long value) {
    long mixed = (hash ^ value) * PRIME;
    hash = mixed ^ (mixed >>> 29);
  }

  long value() {
    return hash;
  }
}
