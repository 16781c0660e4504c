package org.quorama.runtime.lane;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The way of Raft's messages to one node: a lane, and a spare one for what comes while a call on
 * the first takes long, so that no heartbeat waits behind entries that wait for a disk. A message
 * on the spare lane may overtake others. {@link #send} is confined to the event loop.
 */
public final class RaftLane {
  private final PeerLane first;
  private final PeerLane spare;
  private final long patienceNanos;
  private final LongSupplier nanoTime;

  /** When the call on the first lane began, empty if there is none. */
  private volatile OptionalLong begun = OptionalLong.empty();

  private boolean isSpareUsed;

  /**
   * Makes a lane.
   *
   * @param name what the names of its threads begin with
   * @param bound of each queue
   * @param patience for how long the first lane may be in a call until the other is used
   * @param nanoTime the clock of that wait
   */
  public RaftLane(String name, int bound, Duration patience, LongSupplier nanoTime) {
    first = new PeerLane(name, bound);
    spare = new PeerLane(name + "-spare", bound);
    patienceNanos = patience.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Starts the first lane; the other starts when it is needed. */
  public void start() {
    first.start();
  }

  /**
   * Has a blocking call made in its turn, as {@link PeerLane#send} does.
   *
   * @param call makes it
   * @param onAnswer takes the answer
   * @param onLost called if there is none
   * @param <T> the answer's type
   */
  public <T> void send(Supplier<T> call, Consumer<T> onAnswer, Runnable onLost) {
    if (isStuck()) {
      startSpare();
      spare.send(call, onAnswer, onLost);
    } else {
      first.send(() -> timed(call), onAnswer, onLost);
    }
  }

  private boolean isStuck() {
    OptionalLong since = begun;
    return since.isPresent() && nanoTime.getAsLong() - since.getAsLong() > patienceNanos;
  }

  private void startSpare() {
    if (!isSpareUsed) {
      isSpareUsed = true;
      spare.start();
    }
  }

  private <T> T timed(Supplier<T> call) {
    begun = OptionalLong.of(nanoTime.getAsLong());
    try {
      return call.get();
    } finally {
      begun = OptionalLong.empty();
    }
  }

  /** Ends the lanes after the calls that run. */
  public void stop() {
    first.stop();
    spare.stop();
  }
}
