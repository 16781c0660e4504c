package org.quorama.monitor.model.look;

import java.util.HashMap;
import java.util.Map;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;

/**
 * Tells which messages are sent all the time: heartbeats, reports, and what answers nothing but
 * them. Not thread-safe.
 */
public final class Routine {
  /** Whether nothing but heartbeats was sent in a round. */
  private final Map<Round, Boolean> onlyHeartbeats = new HashMap<>();

  /** What a leader sends a follower until it has heard of it. */
  private record Round(NodeId leader, NodeId follower, long term, long number) {}

  /**
   * Tells whether a message is routine.
   *
   * @param from who sent it
   * @param to to whom
   * @param summary what it says; what it may answer was asked about before
   */
  public boolean includes(NodeId from, NodeId to, Summary summary) {
    Kind kind = summary.kind();
    boolean is = kind == Kind.HEARTBEAT || kind == Kind.REPORT || kind == Kind.ORDERS;
    if (kind == Kind.HEARTBEAT || kind == Kind.APPEND_ENTRIES) {
      Round round = new Round(from, to, summary.term(), summary.round());
      onlyHeartbeats.merge(round, is, Boolean::logicalAnd);
    } else if (kind == Kind.APPEND_ENTRIES_REPLY && summary.positive()) {
      Round round = new Round(to, from, summary.term(), summary.round());
      return onlyHeartbeats.getOrDefault(round, false);
    }
    return is;
  }
}
