package org.quorama.remote;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Arrays for whole pieces of chunks, used again and again: fresh ones would go through a small heap
 * so fast that it is collected all the time, and touch memory that is in no cache. Keeps so many,
 * as long as there is memory for them. Thread-safe.
 */
public final class PieceArrays {
  private final int bound;
  private final Deque<SoftReference<byte[]>> kept = new ArrayDeque<>();

  /**
   * Makes an empty store.
   *
   * @param bound how many arrays it keeps
   */
  public PieceArrays(int bound) {
    this.bound = bound;
  }

  /**
   * Returns an array of a length; what is in it is of no meaning.
   *
   * @param length in bytes
   */
  public byte[] take(int length) {
    byte[] again = length == PushedData.MAX_BYTES ? takeKept() : null;
    return again == null ? new byte[length] : again;
  }

  private synchronized byte @Nullable [] takeKept() {
    byte[] found = null;
    while (found == null && !kept.isEmpty()) {
      found = kept.removeLast().get();
    }
    return found;
  }

  /**
   * Takes an array that nobody uses any more.
   *
   * @param array of any length
   */
  public synchronized void recycle(byte[] array) {
    if (array.length == PushedData.MAX_BYTES && kept.size() < bound) {
      kept.addLast(new SoftReference<>(array));
    }
  }
}
