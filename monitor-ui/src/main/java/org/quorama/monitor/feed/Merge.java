package org.quorama.monitor.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.trace.TraceEvent;

/**
 * Brings the events of all nodes into the order of their time: nodes are read in turns, and a
 * follower must not be seen to commit before its leader. So every event waits a moment for earlier
 * ones of other nodes. Thread-safe.
 */
final class Merge implements TraceSink, AutoCloseable {
  /** So many wait at most; then they are told before their time. */
  private static final int MOST = 20_000;

  private final TraceSink sink;
  private final Duration hold;

  /** Guarded by itself, with the two below. */
  private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Waiting.EARLIEST_FIRST);

  private long number;
  private boolean isAppointed;

  /** Held while the sink is told, so that it is told in order. */
  private final ReentrantLock telling = new ReentrantLock();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("monitor-merge"));

  /** An event, and when it came. */
  private record Waiting(TraceEvent event, long number, long sinceNanos) {
    static final Comparator<Waiting> EARLIEST_FIRST =
        Comparator.<Waiting>comparingLong(each -> each.event.timeNanos())
            .thenComparingLong(Waiting::number);
  }

  /**
   * Makes one.
   *
   * @param sink takes the events
   * @param hold how long each waits
   */
  Merge(TraceSink sink, Duration hold) {
    this.sink = sink;
    this.hold = hold;
  }

  @Override
  public void events(List<TraceEvent> events) {
    boolean isFull;
    synchronized (waiting) {
      long now = System.nanoTime();
      events.forEach(event -> waiting.add(new Waiting(event, number++, now)));
      isFull = waiting.size() > MOST;
      appoint();
    }
    if (isFull) {
      tell(Duration.ZERO);
    }
  }

  /** A node that does not answer has told all that it will tell. */
  @Override
  public void reachable(NodeId node, boolean answers) {
    if (!answers) {
      tell(Duration.ZERO);
    }
    sink.reachable(node, answers);
  }

  /** Tells all that waits. */
  @Override
  public void close() {
    timer.shutdown();
    tell(Duration.ZERO);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runs once; nothing waits for its end
  private void appoint() {
    if (!isAppointed && !waiting.isEmpty() && !timer.isShutdown()) {
      isAppointed = true;
      timer.schedule(this::timePassed, hold.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void timePassed() {
    tell(hold);
    synchronized (waiting) {
      isAppointed = false;
      appoint();
    }
  }

  /** Tells what has waited so long, and all that happened before it. */
  private void tell(Duration waited) {
    telling.lock();
    try {
      List<TraceEvent> due = due(System.nanoTime() - waited.toNanos());
      if (!due.isEmpty()) {
        sink.events(due);
      }
    } finally {
      telling.unlock();
    }
  }

  private List<TraceEvent> due(long arrivedBy) {
    List<TraceEvent> due = new ArrayList<>();
    synchronized (waiting) {
      long upTo =
          waiting.stream()
              .filter(each -> each.sinceNanos() - arrivedBy <= 0)
              .mapToLong(each -> each.event().timeNanos())
              .max()
              .orElse(Long.MIN_VALUE);
      while (!waiting.isEmpty() && waiting.element().event().timeNanos() <= upTo) {
        due.add(waiting.remove().event());
      }
    }
    return due;
  }
}
