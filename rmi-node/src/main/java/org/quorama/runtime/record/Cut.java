package org.quorama.runtime.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.TraceEvent;

/**
 * A point of a recording: for each node the last event that belongs to the past.
 *
 * <p>Invariant: it is consistent: no message arrives in the past that was not sent in it. Where the
 * clocks of the nodes disagree, the node that hears ends earlier.
 */
public final class Cut {
  private final @Nullable Map<NodeId, Place> ends;

  private Cut(@Nullable Map<NodeId, Place> ends) {
    this.ends = ends;
  }

  private record Place(long incarnation, long seq) implements Comparable<Place> {
    static Place of(TraceEvent event) {
      return new Place(event.incarnation(), event.seq());
    }

    @Override
    public int compareTo(Place other) {
      int boots = Long.compare(incarnation, other.incarnation);
      return boots != 0 ? boots : Long.compare(seq, other.seq);
    }
  }

  /** Returns the cut behind everything. */
  public static Cut atTheEnd() {
    return new Cut(null);
  }

  /**
   * Tells whether an event belongs to the past.
   *
   * @param event of one of the recorded nodes
   */
  public boolean includes(TraceEvent event) {
    if (ends == null) {
      return true;
    }
    Place end = ends.get(event.node());
    return end != null && Place.of(event).compareTo(end) <= 0;
  }

  /** Finds a cut; takes the events of each node in their order. Not thread-safe. */
  public static final class Finder {
    private final Predicate<TraceEvent> isPast;
    private final Map<NodeId, Lane> lanes = new TreeMap<>();

    /** What was sent behind the point, by the ids of the messages. */
    private final Set<String> sentLater = new HashSet<>();

    private record Message(Place place, String id, boolean sent) {}

    private static final class Lane {
      /** In the past, in order. */
      final List<Message> messages = new ArrayList<>();

      Place end = new Place(0, 0);
      boolean closed;
    }

    /**
     * Makes a finder.
     *
     * @param isPast the first event of a node of which this is false ends its past
     */
    public Finder(Predicate<TraceEvent> isPast) {
      this.isPast = isPast;
    }

    /**
     * Takes the next event of a node.
     *
     * @param event which
     */
    public void accept(TraceEvent event) {
      Lane lane = lanes.computeIfAbsent(event.node(), node -> new Lane());
      lane.closed |= !isPast.test(event);
      if (!lane.closed) {
        lane.end = Place.of(event);
      }
      if (event.detail() instanceof MessageTrace.Sent sent) {
        note(lane, event, sent.messageId(), true);
      } else if (event.detail() instanceof MessageTrace.Received received) {
        note(lane, event, received.messageId(), false);
      }
    }

    private void note(Lane lane, TraceEvent event, String id, boolean sent) {
      if (!lane.closed) {
        lane.messages.add(new Message(Place.of(event), id, sent));
      } else if (sent) {
        sentLater.add(id);
      }
    }

    /** Returns the cut through all that was taken. */
    public Cut find() {
      boolean changed = true;
      while (changed) {
        changed = false;
        for (Lane lane : lanes.values()) {
          changed |= shorten(lane);
        }
      }
      Map<NodeId, Place> ends = new TreeMap<>();
      lanes.forEach((node, lane) -> ends.put(node, lane.end));
      return new Cut(ends);
    }

    /** Ends a node's past before the first message that comes from behind the cut. */
    private boolean shorten(Lane lane) {
      for (int i = 0; i < lane.messages.size(); i++) {
        Message message = lane.messages.get(i);
        if (!message.sent() && sentLater.contains(message.id())) {
          lane.end = new Place(message.place().incarnation(), message.place().seq() - 1);
          List<Message> later = lane.messages.subList(i, lane.messages.size());
          later.stream().filter(Message::sent).forEach(sent -> sentLater.add(sent.id()));
          later.clear();
          return true;
        }
      }
      return false;
    }
  }
}
