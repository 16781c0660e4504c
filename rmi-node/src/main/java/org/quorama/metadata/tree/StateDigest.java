package org.quorama.metadata.tree;

/** A hash of a set of items that is kept as they come and go, in constant time each. */
final class StateDigest {
  private long sum;

  void add(long itemHash) {
    sum += itemHash;
  }

  void remove(long itemHash) {
    sum -= itemHash;
  }

  long value() {
    return sum;
  }

  /** Hashes an item's parts, so that no two places of a part are alike. */
  static long hash(long kind, long... parts) {
    long hash = mix(kind);
    for (long part : parts) {
      hash = mix(hash + part);
    }
    return hash;
  }

  /** Returns a text as a part: the same on every node. */
  static long part(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 1_000_003 + text.charAt(i);
    }
    return hash;
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
