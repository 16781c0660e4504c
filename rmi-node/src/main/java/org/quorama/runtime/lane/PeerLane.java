package org.quorama.runtime.lane;

import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;
import org.quorama.remote.NodeUnreachableException;

/**
 * Calls another node from one thread, one call after the other, so that a frozen node delays nobody
 * else. Thread-safe.
 *
 * <p>Bound: at most {@code bound} calls wait; one more drops the oldest, which is then lost.
 */
public final class PeerLane {
  private static final System.Logger LOG = System.getLogger(PeerLane.class.getName());

  private final String name;
  private final BlockingQueue<Parcel<?>> queue;
  private volatile boolean stopping;

  /** False from a failed call to the next that succeeds. */
  private volatile boolean reachable = true;

  private record Parcel<T>(Supplier<T> call, Consumer<T> onAnswer, Runnable onLost) {}

  /**
   * Makes a lane.
   *
   * @param name what the names of its threads begin with
   * @param bound how many calls wait
   */
  public PeerLane(String name, int bound) {
    this.name = name;
    this.queue = new ArrayBlockingQueue<>(bound);
  }

  /** Starts with one call at a time: calls keep their order. */
  public void start() {
    start(1);
  }

  /**
   * Starts with more calls at once, which keep no order.
   *
   * @param calls how many
   */
  public void start(int calls) {
    for (int i = 0; i < calls; i++) {
      Daemons.start(name + (calls > 1 ? "-" + i : ""), this::run);
    }
  }

  /**
   * Has a blocking call made in its turn.
   *
   * @param call makes it
   * @param onAnswer takes the answer, on the lane's thread
   * @param onLost called if there is none, on the lane's or the caller's thread
   * @param <T> the answer's type
   */
  public <T> void send(Supplier<T> call, Consumer<T> onAnswer, Runnable onLost) {
    Parcel<T> parcel = new Parcel<>(call, onAnswer, onLost);
    while (!stopping && !queue.offer(parcel)) {
      dropOldest();
    }
  }

  private void dropOldest() {
    Parcel<?> oldest = queue.poll();
    if (oldest != null) {
      oldest.onLost().run();
    }
  }

  /** Ends the lane after the call that runs; those that wait are lost. */
  public void stop() {
    stopping = true;
    while (!queue.isEmpty()) {
      dropOldest();
    }
    wake();
  }

  private void wake() {
    queue.offer(new Parcel<>(() -> "stop", ignored -> {}, () -> {}));
  }

  private void run() {
    try {
      while (!stopping) {
        deliver(queue.take());
      }
      wake();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> void deliver(Parcel<T> parcel) {
    T answer = call(parcel.call());
    if (answer == null) {
      parcel.onLost().run();
    } else {
      parcel.onAnswer().accept(answer);
    }
  }

  /** The other side may throw anything at us; none of it is a reason to stop. */
  private <T> @Nullable T call(Supplier<T> call) {
    try {
      T answer = call.get();
      reachable = true;
      return answer;
    } catch (NodeUnreachableException e) {
      noteFailure(e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, name + ": the other node failed to answer", e);
    }
    return null;
  }

  private void noteFailure(NodeUnreachableException failure) {
    if (reachable) {
      LOG.log(Level.INFO, "{0}: {1}", name, failure.getMessage());
    }
    reachable = false;
  }
}
