package org.quorama.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of one boot of a node, for readers that poll, without what only a replay needs.
 * Never blocks the node: a reader that is too slow misses the oldest events and is told how many.
 * Thread-safe.
 */
public final class TraceRing {
  private final long incarnation;
  private final @Nullable TraceEvent[] slots;
  private long lastSeq;

  /**
   * Makes an empty ring.
   *
   * @param incarnation the node's boot count
   * @param capacity how many events it keeps, at least 1
   */
  public TraceRing(long incarnation, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("A trace ring keeps at least 1 event");
    }
    this.incarnation = incarnation;
    this.slots = new @Nullable TraceEvent[capacity];
  }

  /**
   * Adds the next event and wakes readers.
   *
   * @param event its seq is one more than that of the last
   * @throws IllegalArgumentException if it is not the next one
   */
  public synchronized void add(TraceEvent event) {
    put(event);
    notifyAll();
  }

  /**
   * Adds the next events and wakes readers once.
   *
   * @param events in their order
   * @throws IllegalArgumentException if one is not the next one
   */
  public synchronized void addAll(List<TraceEvent> events) {
    for (TraceEvent event : events) {
      put(event);
    }
    notifyAll();
  }

  private void put(TraceEvent event) {
    if (event.seq() != lastSeq + 1) {
      throw new IllegalArgumentException(
          "Event " + event.seq() + " does not follow event " + lastSeq);
    }
    slots[slot(event.seq())] = event.light();
    lastSeq = event.seq();
  }

  /**
   * Returns events from a place on; waits if there is none yet. A place beyond the next event is
   * one of an earlier boot: the answer is empty, at once, and says to read on from 1.
   *
   * @param fromSeq the first event wanted, from 1
   * @param max how many at most, at least 1
   * @param wait how long to wait for the first
   */
  public synchronized TraceBatch poll(long fromSeq, int max, Duration wait) {
    long from = Math.max(1, fromSeq);
    awaitEvent(from, System.nanoTime() + wait.toNanos());
    if (from > lastSeq + 1) {
      return new TraceBatch(incarnation, List.of(), 1, 0);
    }
    long first = Math.max(from, lastSeq - slots.length + 1);
    long end = Math.min(lastSeq + 1, first + Math.max(1, max));
    List<TraceEvent> events = new ArrayList<>((int) (end - first));
    for (long seq = first; seq < end; seq++) {
      TraceEvent event = slots[slot(seq)];
      if (event != null) {
        events.add(event);
      }
    }
    return new TraceBatch(incarnation, events, end, first - from);
  }

  private void awaitEvent(long from, long deadlineNanos) {
    long left = deadlineNanos - System.nanoTime();
    try {
      while (from == lastSeq + 1 && left > 0) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
        left = deadlineNanos - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int slot(long seq) {
    return (int) (seq % slots.length);
  }
}
