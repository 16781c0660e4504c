package org.quorama.monitor.viewmodel.time;

import java.util.List;
import org.quorama.monitor.model.history.History;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.TraceEvent;

/** Finds the next event of a message. Stateless; reads the history. */
final class MessageSearch {
  private static final int AT_ONCE = 500;

  private MessageSearch() {}

  /** Returns the position just after the next such event; the end or the beginning if none is. */
  static long from(History history, long position, int direction) {
    return direction > 0 ? after(history, position) : before(history, position - 1);
  }

  private static long after(History history, long position) {
    long from = position;
    while (from < history.size()) {
      List<TraceEvent> events = history.events(from, AT_ONCE);
      for (int i = 0; i < events.size(); i++) {
        if (isMessage(events.get(i))) {
          return from + i + 1;
        }
      }
      from += Math.max(1, events.size());
    }
    return history.size();
  }

  private static long before(History history, long end) {
    long to = end;
    while (to > history.first()) {
      long from = Math.max(history.first(), to - AT_ONCE);
      List<TraceEvent> events = history.events(from, (int) (to - from));
      for (int i = events.size() - 1; i >= 0; i--) {
        if (isMessage(events.get(i))) {
          return from + i + 1;
        }
      }
      to = from;
    }
    return history.first();
  }

  private static boolean isMessage(TraceEvent event) {
    return event.detail() instanceof MessageTrace;
  }
}
