package org.quorama.runtime.time;

import org.jspecify.annotations.Nullable;

/**
 * How protocol time runs from a real moment on, and perhaps otherwise from a later one. Immutable.
 *
 * @param sinceReal from when on, in real nanoseconds
 * @param atProtocol what the time is then
 * @param pace how it passes
 * @param next how it runs later, from its own moment on; null if nothing is appointed
 */
record Course(long sinceReal, long atProtocol, Pace pace, @Nullable Course next) {
  Course(long sinceReal, long atProtocol, Pace pace) {
    this(sinceReal, atProtocol, pace, null);
  }

  /** Returns the part of the course that counts at a real moment. */
  Course partAt(long real) {
    Course later = next;
    return later != null && real >= later.sinceReal ? later : this;
  }

  /** Returns protocol time at a real moment. */
  long at(long real) {
    Course part = partAt(real);
    return part.atProtocol + part.pace.protocolNanos(real - part.sinceReal);
  }

  /** Returns in how many real nanoseconds a point of protocol time comes, or something changes. */
  long realNanosUntil(long protocol, long real) {
    Course part = partAt(real);
    long left = protocol - part.at(real);
    long until = left <= 0 ? 0 : Math.max(1, part.pace.realNanos(left));
    Course later = part.next;
    return later == null ? until : Math.min(until, later.sinceReal - real);
  }

  /** Returns this course from now on, with a jump and another rate, and what is appointed after. */
  Course from(long real, long jump, double rate) {
    Course part = partAt(real);
    Course begun = new Course(real, part.at(real) + jump, part.pace.at(rate));
    Course later = part.next;
    return later == null ? begun : begun.then(later.sinceReal, later.pace.at(rate));
  }

  /** Returns this course with another pace from a moment on, in place of what was appointed. */
  Course then(long fromReal, Pace other) {
    Course alone = new Course(sinceReal, atProtocol, pace);
    return new Course(sinceReal, atProtocol, pace, new Course(fromReal, alone.at(fromReal), other));
  }
}
