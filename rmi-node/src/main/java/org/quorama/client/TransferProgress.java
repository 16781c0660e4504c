package org.quorama.client;

/** Hears how far a transfer is. Called by one thread at a time. */
@FunctionalInterface
public interface TransferProgress {
  /**
   * How far a transfer is. Immutable.
   *
   * @param doneBytes how many bytes are through
   * @param totalBytes how many there are in all
   */
  record Standing(long doneBytes, long totalBytes) {}

  /**
   * Takes note of progress.
   *
   * @param standing how far it is, never less than before
   */
  void advanced(Standing standing);

  /** Returns one that does not listen. */
  static TransferProgress none() {
    return standing -> {};
  }
}
