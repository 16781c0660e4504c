package org.quorama.client;

/** Hears how far a transfer is. Called by one thread at a time. */
@FunctionalInterface
public interface TransferProgress {
  /**
   * Takes note of progress.
   *
   * @param bytesDone how many bytes are through; never less than before
   * @param bytesTotal how many there are in all
   */
  void advanced(long bytesDone, long bytesTotal);

  /** Returns one that does not listen. */
  static TransferProgress none() {
    return (bytesDone, bytesTotal) -> {};
  }
}
