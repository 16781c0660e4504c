package org.quorama.simulation;

import java.util.PriorityQueue;

/** Virtual time and what is to happen in it. Events at the same time keep their order. */
final class Schedule {
  private record Event(long timeNanos, long seq, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(timeNanos, other.timeNanos);
      return byTime != 0 ? byTime : Long.compare(seq, other.seq);
    }
  }

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private long nowNanos;
  private long lastSeq;
  private long handled;

  /** Makes an empty schedule that starts at zero. */
  Schedule() {
    this(0);
  }

  /** Makes an empty schedule that starts at a time. */
  Schedule(long startNanos) {
    nowNanos = startNanos;
  }

  /** Returns the virtual time since the start, in nanoseconds. */
  long now() {
    return nowNanos;
  }

  /** Returns how many events have happened. */
  long handled() {
    return handled;
  }

  /** Returns how many events are still to happen. */
  int planned() {
    return queue.size();
  }

  void at(long timeNanos, Runnable action) {
    lastSeq++;
    queue.add(new Event(Math.max(timeNanos, nowNanos), lastSeq, action));
  }

  void after(long delayNanos, Runnable action) {
    at(nowNanos + delayNanos, action);
  }

  /** Lets events happen until a time, or until so many have happened in all. */
  void runUntil(long timeNanos, long maxHandled) {
    while (handled < maxHandled && !queue.isEmpty() && queue.peek().timeNanos() <= timeNanos) {
      Event event = queue.remove();
      nowNanos = event.timeNanos();
      handled++;
      event.action().run();
    }
    if (handled < maxHandled) {
      nowNanos = Math.max(nowNanos, timeNanos);
    }
  }
}
