package org.quorama.runtime;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.daemon.Daemons;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.StorageException;

/**
 * Verifies every block of every replica, one after the other and again from the first, so that rot
 * in chunks that nobody reads is found [GFS §5.2]. What was never forced is forced on the way.
 * Confined to its thread but for {@link #stop}.
 */
final class ChunkScanner {
  private static final int PIECE_BYTES = 1 << 20;

  /** So many bytes a replica counts for at least: to open a small one costs as much. */
  private static final long LEAST_BYTES = 256 << 10;

  private static final Duration ROUND_PAUSE = Duration.ofSeconds(1);

  private final ChunkStore store;
  private final long bytesPerSecond;
  private final Consumer<ChunkId> corrupt;
  private volatile boolean isStopped;

  /** What is verified now, and how far; null before the first of a round. */
  private @Nullable ChunkId chunk;

  private long offset;

  /** What was verified before; null at the beginning of a round. */
  private @Nullable ChunkId last;

  /**
   * Makes a scanner.
   *
   * @param store what to verify
   * @param bytesPerSecond how fast; never, if 0
   * @param corrupt hears of each corrupt replica, once a round
   */
  ChunkScanner(ChunkStore store, long bytesPerSecond, Consumer<ChunkId> corrupt) {
    this.store = store;
    this.bytesPerSecond = bytesPerSecond;
    this.corrupt = corrupt;
  }

  /** Verifies on a thread of its own from now on, if at all. */
  void start(String name) {
    if (bytesPerSecond > 0) {
      Daemons.start(name, this::run);
    }
  }

  private void run() {
    while (!isStopped) {
      LockSupport.parkNanos(step().toNanos());
    }
  }

  /** Ends after the piece that is being verified. */
  void stop() {
    isStopped = true;
  }

  /** Verifies the next piece; returns how long to rest after it. */
  Duration step() {
    ChunkId current = chunk == null ? enterNext() : chunk;
    if (current == null) {
      return ROUND_PAUSE;
    }
    try {
      byte[] bytes = store.read(current, new ByteRange(offset, PIECE_BYTES));
      long count = bytes.length;
      if (bytes.length < PIECE_BYTES) {
        count = Math.max(bytes.length, LEAST_BYTES - offset);
        leave();
      }
      offset += bytes.length;
      return timeFor(count);
    } catch (StorageException e) {
      tell(current, e);
      leave();
      return timeFor(LEAST_BYTES);
    }
  }

  private Duration timeFor(long bytes) {
    return Duration.ofNanos(bytes * 1_000_000_000L / bytesPerSecond);
  }

  private void tell(ChunkId current, StorageException failure) {
    if (failure.kind() == StorageException.Kind.CORRUPT) {
      corrupt.accept(current);
    }
  }

  private void leave() {
    last = chunk;
    chunk = null;
  }

  /** Goes on to the next replica by id; null at the end of a round. */
  private @Nullable ChunkId enterNext() {
    chunk = store.next(last).orElse(null);
    offset = 0;
    last = null;
    if (chunk != null) {
      settle(chunk);
    }
    return chunk;
  }

  private void settle(ChunkId next) {
    try {
      store.sync(next);
    } catch (StorageException e) {
      tell(next, e);
    }
  }
}
