package org.quorama.monitor.viewmodel.spacetime;

import java.util.List;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.trace.TraceEvent;

/** What happened, and where in it the window stands. Confined to the JavaFX thread. */
public interface Past {
  /** Returns what holds the events; another one if the window shows another line of events. */
  Object source();

  /** Returns the oldest position at hand. */
  long first();

  /** Returns how many events were told so far. */
  long size();

  /** Returns how many events precede what the window shows. */
  long position();

  /** Returns true if the window follows what comes in. */
  boolean isFollowing();

  /**
   * Returns the cluster after some events.
   *
   * @param position how many
   */
  ClusterModel at(long position);

  /**
   * Returns events.
   *
   * @param from how many precede the first
   * @param to how many precede the one after the last
   */
  List<TraceEvent> events(long from, long to);

  /**
   * Goes to a position and stays there.
   *
   * @param position how many events precede
   */
  void jumpTo(long position);

  /**
   * Returns the past of a time line.
   *
   * @param time whose
   */
  static Past of(TimeLine time) {
    return new TimePast(time);
  }

  /**
   * Returns a past that does not change, shown from its end.
   *
   * @param events in the order in which they were told
   */
  static Past of(List<TraceEvent> events) {
    return new FixedPast(List.copyOf(events));
  }
}
