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
   * @param all how many events at most
   */
  synchronized void catchUp(long all) {
    long left = all;
    while (left > 0) {
      Course now = current();
      int most = (int) Math.min(left, BATCH);
      long read = now.checks().position();
      List<TraceEvent> events = history.events(read, most);
      if (events.isEmpty()) {
        return;
      }
      if (history.first() > read) {
        continue; // some of them went while they were read
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
