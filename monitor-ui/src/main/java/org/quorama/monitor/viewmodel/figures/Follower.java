package org.quorama.monitor.viewmodel.figures;

import java.util.List;
import org.quorama.monitor.model.checks.CheckBoard;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.metrics.MetricsFold;
import org.quorama.trace.TraceEvent;

/**
 * Reads a history as it grows, and has its events judged and counted. Begins anew when the history
 * does, since another cluster has other terms. {@link #catchUp} is for one thread at a time.
 */
final class Follower {
  private static final int BATCH = 5_000;

  private final History history;
  private volatile Course course;

  /** What was judged and counted since a beginning. */
  record Course(long begin, CheckBoard checks, MetricsFold metrics) {
    static Course at(long begin) {
      return new Course(begin, new CheckBoard(begin), new MetricsFold());
    }
  }

  Follower(History history) {
    this.history = history;
    this.course = Course.at(history.first());
  }

  History history() {
    return history;
  }

  Course course() {
    return course;
  }

  /**
   * Reads up to the end.
   *
   * @param most how many events at most
   */
  synchronized void catchUp(long most) {
    long left = most;
    while (left > 0) {
      Course now = current();
      long read = now.checks().position();
      long until = Math.min(history.size(), read + Math.min(left, BATCH));
      List<TraceEvent> events = read < until ? history.events(read, (int) (until - read)) : List.of();
      if (events.isEmpty()) {
        return;
      }
      now.metrics().tell(events);
      now.checks().tell(events);
      left -= events.size();
    }
  }

  /** What was not read yet and is gone is a beginning, too. */
  private Course current() {
    Course now = course;
    long first = history.first();
    if (first > now.begin() && first >= now.checks().position()) {
      now = Course.at(first);
      course = now;
    }
    return now;
  }
}
