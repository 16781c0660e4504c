package org.quorama.monitor.model.spacetime;

import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.Flight;
import org.quorama.trace.MessageTrace;

/**
 * A message from lane to lane. Immutable.
 *
 * @param flight the message, and what became of it
 * @param start where it left
 * @param end where it arrived or was lost, null if neither is known
 * @param position how many events of the history precede its sending, or its arrival if that is all
 *     that is known
 * @param held from when on it waited to be released by hand, null if it did not
 */
public record Arrow(Flight flight, At start, @Nullable At end, long position, @Nullable At held) {
  /** Returns true if it was lost. */
  public boolean isLost() {
    return flight.fate() == Flight.Fate.DROPPED;
  }

  /** Returns true if it carries what is sent all the time: heartbeats, reports, their answers. */
  public boolean isRoutine() {
    MessageTrace.Kind kind = flight.summary().kind();
    return kind == MessageTrace.Kind.HEARTBEAT
        || kind == MessageTrace.Kind.REPORT
        || kind == MessageTrace.Kind.ORDERS;
  }
}
