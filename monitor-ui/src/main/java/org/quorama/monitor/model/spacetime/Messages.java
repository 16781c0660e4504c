package org.quorama.monitor.model.spacetime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.model.look.Routine;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.TraceEvent;

/** Finds the two ends of each message; mutable while a diagram is made. */
final class Messages {
  private final Map<String, Arrow> arrows = new LinkedHashMap<>();

  private final Routine usual = new Routine();
  private final Set<String> routine = new HashSet<>();

  /** Reads a message before any is drawn, so that it is known which are routine. */
  void read(TraceEvent event) {
    if (event.detail() instanceof MessageTrace.Sent sent) {
      read(sent.messageId(), event.node(), sent.to(), sent.summary());
    } else if (event.detail() instanceof MessageTrace.Received got) {
      read(got.messageId(), got.from(), event.node(), got.summary());
    }
  }

  private void read(String id, NodeId from, NodeId to, Summary summary) {
    if (usual.includes(from, to, summary)) {
      routine.add(id);
    }
  }

  boolean isRoutine(TraceEvent event) {
    String id = idOf(event);
    return id != null && routine.contains(id);
  }

  private static @Nullable String idOf(TraceEvent event) {
    if (event.detail() instanceof MessageTrace.Sent it) {
      return it.messageId();
    } else if (event.detail() instanceof MessageTrace.Received it) {
      return it.messageId();
    } else if (event.detail() instanceof MessageTrace.Dropped it) {
      return it.messageId();
    } else if (event.detail() instanceof FaultTrace.MessageHeld it) {
      return it.messageId();
    }
    return event.detail() instanceof FaultTrace.MessageReleased it ? it.messageId() : null;
  }

  int routines() {
    return routine.size();
  }

  /** Takes an end of a message; returns false if the event is none. */
  boolean take(TraceEvent event, At at, long position) {
    NodeId node = event.node();
    if (event.detail() instanceof MessageTrace.Sent it) {
      Flight flight =
          new Flight(
              it.messageId(), node, it.to(), it.summary(), at.nanos(), Flight.Fate.UNDER_WAY);
      arrows.putIfAbsent(it.messageId(), new Arrow(flight, at, null, position, null));
    } else if (event.detail() instanceof MessageTrace.Received it) {
      Flight flight =
          new Flight(
              it.messageId(), it.from(), node, it.summary(), at.nanos(), Flight.Fate.RECEIVED);
      end(flight, at, position);
    } else if (event.detail() instanceof MessageTrace.Dropped it) {
      drop(it.messageId(), at);
    } else if (event.detail() instanceof FaultTrace.MessageHeld it) {
      hold(it.messageId(), at);
    } else {
      return event.detail() instanceof FaultTrace.MessageReleased;
    }
    return true;
  }

  /** The first arrival ends it; a twin's is an arrow of its own. */
  private void end(Flight flight, At at, long position) {
    Arrow known = arrows.get(flight.messageId());
    if (known == null) {
      arrows.put(flight.messageId(), new Arrow(flight, at, at, position, null));
    } else if (known.end() == null || known.isLost()) {
      Flight whole = fated(known.flight(), Flight.Fate.RECEIVED);
      arrows.put(
          flight.messageId(), new Arrow(whole, known.start(), at, known.position(), known.held()));
    } else {
      Flight twin = fated(known.flight(), Flight.Fate.RECEIVED);
      arrows.put(
          flight.messageId() + " twin " + position,
          new Arrow(twin, known.start(), at, known.position(), null));
    }
  }

  private void drop(String id, At at) {
    Arrow known = arrows.get(id);
    if (known != null && known.end() == null) {
      Flight lost = fated(known.flight(), Flight.Fate.DROPPED);
      arrows.put(id, new Arrow(lost, known.start(), at, known.position(), known.held()));
    }
  }

  private void hold(String id, At at) {
    Arrow known = arrows.get(id);
    if (known != null && known.held() == null) {
      arrows.put(id, new Arrow(known.flight(), known.start(), known.end(), known.position(), at));
    }
  }

  private static Flight fated(Flight flight, Flight.Fate fate) {
    return new Flight(
        flight.messageId(), flight.from(), flight.to(), flight.summary(), flight.sentNanos(), fate);
  }

  List<Arrow> arrows() {
    return new ArrayList<>(arrows.values());
  }
}
