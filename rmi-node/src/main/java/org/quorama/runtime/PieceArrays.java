package org.quorama.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.quorama.remote.PushedData;

/**
 * Arrays for whole pieces of chunks, used again and again: as fresh ones they would go straight
 * through the small heap of a node, and have it collected all the time. Keeps a few. Thread-safe.
 */
final class PieceArrays {
  private static final int MAX_KEPT = 8;

  private final Deque<byte[]> kept = new ArrayDeque<>();

  /** Returns an array of a length; what is in it is of no meaning. */
  byte[] take(int length) {
    byte[] again = length == PushedData.MAX_BYTES ? takeKept() : null;
    return again == null ? new byte[length] : again;
  }

  private synchronized byte @Nullable [] takeKept() {
    return kept.pollLast();
  }

  /** Takes an array that nobody uses any more. */
  synchronized void recycle(byte[] array) {
    if (array.length == PushedData.MAX_BYTES && kept.size() < MAX_KEPT) {
      kept.addLast(array);
    }
  }
}
