package org.quorama.lab.tree;

/**
 * How to move a tree. Immutable.
 *
 * @param parallel how many files at once, 1 to 64
 * @param tries how often each file is tried, at least 1
 * @param replace whether a file that is there and differs is replaced; otherwise it is a failure
 */
public record TreeOptions(int parallel, int tries, boolean replace) {
  private static final int MAX_PARALLEL = 64;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is left
   */
  public TreeOptions {
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw new IllegalArgumentException("--parallel is 1 to 64");
    }
    if (tries < 1) {
      throw new IllegalArgumentException("A file is tried at least once");
    }
  }

  /** Returns the usual: 8 files at once, each tried 3 times, nothing replaced. */
  public static TreeOptions defaults() {
    return new TreeOptions(8, 3, false);
  }
}
