package org.quorama.remote;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Memory for whole pieces of chunks, used again and again: fresh arrays would go through a small
 * heap so fast that it is collected all the time, and touch memory that is in no cache. Keeps so
 * many, as long as there is memory for them. Thread-safe.
 *
 * @param <T> what the memory is
 */
public final class PiecePool<T> {
  private final int bound;
  private final IntFunction<T> maker;
  private final ToIntFunction<T> length;
  private final Deque<SoftReference<T>> kept = new ArrayDeque<>();

  private PiecePool(int bound, IntFunction<T> maker, ToIntFunction<T> length) {
    this.bound = bound;
    this.maker = maker;
    this.length = length;
  }

  /**
   * Makes an empty pool of arrays.
   *
   * @param bound how many it keeps
   */
  public static PiecePool<byte[]> ofArrays(int bound) {
    return new PiecePool<>(bound, byte[]::new, array -> array.length);
  }

  /**
   * Makes an empty pool of buffers. Those for whole pieces are outside the heap, where sockets and
   * files take them as they are; smaller ones are not worth it.
   *
   * @param bound how many it keeps
   */
  public static PiecePool<ByteBuffer> ofBuffers(int bound) {
    return new PiecePool<>(bound, PiecePool::buffer, ByteBuffer::capacity);
  }

  private static ByteBuffer buffer(int length) {
    return length == PushedData.MAX_BYTES
        ? ByteBuffer.allocateDirect(length)
        : ByteBuffer.allocate(length);
  }

  /**
   * Returns memory; what is in it is of no meaning.
   *
   * @param size in bytes
   */
  public T take(int size) {
    T again = size == PushedData.MAX_BYTES ? takeKept() : null;
    return again == null ? maker.apply(size) : again;
  }

  private synchronized @Nullable T takeKept() {
    T found = null;
    while (found == null && !kept.isEmpty()) {
      found = kept.removeLast().get();
    }
    return found;
  }

  /**
   * Takes memory that nobody uses any more.
   *
   * @param memory of any size; a buffer as it was made, or a view of all of it
   */
  public synchronized void recycle(T memory) {
    if (length.applyAsInt(memory) == PushedData.MAX_BYTES && kept.size() < bound) {
      kept.addLast(new SoftReference<>(memory));
    }
  }
}
