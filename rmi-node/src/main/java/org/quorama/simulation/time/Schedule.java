package org.quorama.simulation.time;

import java.util.PriorityQueue;

/**
 * Virtual time and what is to happen in it. Events at the same time keep their order. Confined to
 * the thread of its run.
 */
public final class Schedule {
  private record Event(long timeNanos, long seq, boolean isAwaited, Runnable action)
      implements Comparable<Event> {
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
  private int awaited;

  /** Makes an empty schedule that starts at zero. */
  public Schedule() {
    this(0);
  }

  /**
   * Makes an empty schedule that starts at a time.
   *
   * @param startNanos the first virtual time
   */
  public Schedule(long startNanos) {
    nowNanos = startNanos;
  }

  /** Returns the virtual time since the start, in nanoseconds. */
  public long now() {
    return nowNanos;
  }

  /** Returns how many events have happened. */
  public long handled() {
    return handled;
  }

  /** Returns how many events are still to happen. */
  public int planned() {
    return queue.size();
  }

  /** Returns how many events are still to happen that are under way by themselves. */
  public int underWay() {
    return awaited;
  }

  /**
   * Plans an event.
   *
   * @param timeNanos when
   * @param action what happens
   */
  public void at(long timeNanos, Runnable action) {
    add(timeNanos, true, action);
  }

  /**
   * Plans an event.
   *
   * @param delayNanos how long from now
   * @param action what happens
   */
  public void after(long delayNanos, Runnable action) {
    at(nowNanos + delayNanos, action);
  }

  /**
   * Plans an event that is not under way: somebody's deadline or patience ends then.
   *
   * @param timeNanos when
   * @param action what happens
   */
  public void deadlineAt(long timeNanos, Runnable action) {
    add(timeNanos, false, action);
  }

  /**
   * Plans the end of somebody's patience, as {@link #deadlineAt} does.
   *
   * @param delayNanos how long from now
   * @param action what happens
   */
  public void deadlineAfter(long delayNanos, Runnable action) {
    deadlineAt(nowNanos + delayNanos, action);
  }

  private void add(long timeNanos, boolean isAwaited, Runnable action) {
    lastSeq++;
    awaited += isAwaited ? 1 : 0;
    queue.add(new Event(Math.max(timeNanos, nowNanos), lastSeq, isAwaited, action));
  }

  /**
   * Lets events happen until a time.
   *
   * @param timeNanos until when
   */
  public void runUntil(long timeNanos) {
    boolean any = true;
    while (any) {
      any = next(timeNanos);
    }
    nowNanos = Math.max(nowNanos, timeNanos);
  }

  /**
   * Lets events happen until a time, or until so many have happened in all.
   *
   * @param timeNanos until when
   * @param maxHandled how many in all
   */
  public void runUntil(long timeNanos, int maxHandled) {
    boolean any = true;
    while (any && handled < maxHandled) {
      any = next(timeNanos);
    }
    if (handled < maxHandled) {
      nowNanos = Math.max(nowNanos, timeNanos);
    }
  }

  /**
   * Lets the next event happen; returns false if there is none until a time.
   *
   * @param timeNanos until when
   */
  public boolean next(long timeNanos) {
    if (queue.isEmpty() || queue.peek().timeNanos() > timeNanos) {
      return false;
    }
    Event event = queue.remove();
    nowNanos = event.timeNanos();
    handled++;
    awaited -= event.isAwaited() ? 1 : 0;
    event.action().run();
    return true;
  }
}
