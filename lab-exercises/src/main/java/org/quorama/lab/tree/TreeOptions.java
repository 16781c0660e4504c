package org.quorama.lab.tree;

import org.quorama.metadata.operation.SyncMode;

/**
 * How to move a tree. Immutable.
 *
 * @param parallel how many files at once, 1 to 64
 * @param tries how often each file is tried, at least 1
 * @param replace whether a file that is there and differs is replaced; otherwise it is a failure
 * @param sync when the bytes of files that are stored are forced
 */
public record TreeOptions(int parallel, int tries, boolean replace, SyncMode sync) {
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

  /**
   * Says how to move a tree whose files are always forced.
   *
   * @param parallel how many files at once, 1 to 64
   * @param tries how often each file is tried, at least 1
   * @param replace whether a file that is there and differs is replaced
   */
  public TreeOptions(int parallel, int tries, boolean replace) {
    this(parallel, tries, replace, SyncMode.ALWAYS);
  }

  /**
   * Says when the bytes of files that are stored are forced.
   *
   * @param mode when
   */
  public TreeOptions withSync(SyncMode mode) {
    return new TreeOptions(parallel, tries, replace, mode);
  }

  /** Returns the usual: 8 files at once, each tried 3 times, nothing replaced. */
  public static TreeOptions defaults() {
    return new TreeOptions(8, 3, false);
  }
}
