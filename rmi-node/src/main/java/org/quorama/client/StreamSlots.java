package org.quorama.client;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** Bounds how many streams of a client are open at once. Thread-safe. */
final class StreamSlots {
  private final int most;
  private final Semaphore free;

  StreamSlots(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /** The place of one stream until it is closed; closing it again does nothing. */
  static final class Slot implements AutoCloseable {
    private final Semaphore free;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Slot(Semaphore free) {
      this.free = free;
    }

    @Override
    public void close() {
      if (open.getAndSet(false)) {
        free.release();
      }
    }
  }

  /** Takes a place, at once; throws {@link OperationFailedException} if there is none. */
  Slot take(FilePath path) {
    if (!free.tryAcquire()) {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.TOO_MANY_STREAMS,
          "%s: this client has %,d streams open, the most it may: close some first"
              .formatted(path, most));
    }
    return new Slot(free);
  }

  /** Does something while a place is taken; throws what {@link #take} or the action throws. */
  void during(FilePath path, Runnable action) {
    Slot slot = take(path);
    try {
      action.run();
    } finally {
      slot.close();
    }
  }
}
