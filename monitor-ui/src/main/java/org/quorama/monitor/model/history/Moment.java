package org.quorama.monitor.model.history;

import org.quorama.trace.recording.Recording;

/**
 * A moment that is marked in the time line. Immutable.
 *
 * @param position where: how many events precede
 * @param timeNanos when, on the clock of the trace
 * @param untilNanos when it ends, if it lasts; else {@code timeNanos}
 * @param kind what sort
 * @param text what it is about: the node, or a bookmark's name
 */
public record Moment(long position, long timeNanos, long untilNanos, Kind kind, String text) {
  /** What happened. */
  public enum Kind {
    /** A node won an election. */
    ELECTION,
    /** Something was done to a node from outside. */
    FAULT,
    /** A node's process ended. */
    END,
    /** Events of a node are missing, from the last known one before to the first after. */
    GAP,
    /** A person marked it. */
    BOOKMARK
  }

  Recording.Mark mark() {
    return new Recording.Mark(position, timeNanos, kind.name(), untilNanos, text);
  }

  static Moment of(Recording.Mark mark) {
    return new Moment(
        mark.position(),
        mark.timeNanos(),
        mark.untilNanos(),
        Kind.valueOf(mark.kind()),
        mark.text());
  }
}
