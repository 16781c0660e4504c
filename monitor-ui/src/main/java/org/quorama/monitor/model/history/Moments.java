package org.quorama.monitor.model.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Finds the moments worth a mark as events come in. Confined to its owner's lock. */
final class Moments {
  /** How many are kept; the oldest go first, bookmarks last. */
  static final int MAX = 4_000;

  /** The last event of a node. */
  private record Last(long incarnation, long seq, long timeNanos) {}

  private final Map<NodeId, Last> last = new TreeMap<>();
  private final List<Moment> found = new ArrayList<>();

  /** Returns the moment of an event, null if it is none. */
  @Nullable Moment take(long position, TraceEvent event) {
    Last before = last.put(event.node(), lastOf(event));
    Moment moment = gap(position, before, event);
    if (moment == null) {
      Moment.Kind kind = kindOf(event.detail());
      moment = kind == null ? null : at(position, event, kind);
    }
    if (moment != null) {
      add(moment);
    }
    return moment;
  }

  private static Last lastOf(TraceEvent event) {
    return new Last(event.incarnation(), event.seq(), event.timeNanos());
  }

  private static Moment at(long position, TraceEvent event, Moment.Kind kind) {
    return new Moment(position, event.timeNanos(), event.timeNanos(), kind, event.node().value());
  }

  private static @Nullable Moment gap(long position, @Nullable Last before, TraceEvent event) {
    boolean told = event.detail() instanceof NodeTrace.EventsMissing;
    boolean skipped =
        before != null
            && before.incarnation() == event.incarnation()
            && event.seq() > before.seq() + 1;
    if (!told && !skipped) {
      return null;
    }
    long from = before == null ? event.timeNanos() : before.timeNanos();
    return new Moment(position, from, event.timeNanos(), Moment.Kind.GAP, event.node().value());
  }

  private static Moment.@Nullable Kind kindOf(TraceDetail detail) {
    if (detail instanceof RaftTrace.BecameLeader) {
      return Moment.Kind.ELECTION;
    }
    if (detail instanceof NodeTrace.Killed || detail instanceof NodeTrace.Stopped) {
      return Moment.Kind.END;
    }
    boolean message =
        detail instanceof FaultTrace.MessageHeld || detail instanceof FaultTrace.MessageReleased;
    return detail instanceof FaultTrace && !message ? Moment.Kind.FAULT : null;
  }

  void add(Moment moment) {
    found.add(moment);
    if (found.size() > MAX) {
      int oldest = 0;
      while (oldest < MAX && found.get(oldest).kind() == Moment.Kind.BOOKMARK) {
        oldest++;
      }
      found.remove(oldest);
    }
  }

  void remove(Moment moment) {
    found.remove(moment);
  }

  List<Moment> all() {
    return List.copyOf(found);
  }

  void dropBefore(long position) {
    found.removeIf(moment -> moment.position() < position);
  }

  void forget() {
    found.clear();
    last.clear();
  }
}
