package org.quorama.monitor.model;

import java.io.Serializable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace;

/**
 * A message between two nodes, under way or just over. Immutable.
 *
 * @param messageId its id in the trace
 * @param from who sent it
 * @param to to whom
 * @param summary what it says
 * @param sentNanos when it left, on the clock of the trace
 * @param fate what became of it so far
 */
public record Flight(
    String messageId,
    NodeId from,
    NodeId to,
    MessageTrace.Summary summary,
    long sentNanos,
    Fate fate)
    implements Serializable {
  /** What became of a message. */
  public enum Fate {
    /** Sent, and nothing more is known. */
    UNDER_WAY,
    /** Received and handled. */
    RECEIVED,
    /** Lost on the way. */
    DROPPED
  }

  /**
   * Returns this flight with another fate.
   *
   * @param known what is known now
   */
  Flight with(Fate known) {
    return new Flight(messageId, from, to, summary, sentNanos, known);
  }

  /** Returns true if it answers another message; replies are drawn hollow. */
  public boolean isReply() {
    return switch (summary.kind()) {
      case REQUEST_VOTE_REPLY,
          PRE_VOTE_REPLY,
          APPEND_ENTRIES_REPLY,
          INSTALL_SNAPSHOT_REPLY,
          TIMEOUT_NOW_REPLY,
          GRANT_REPLY,
          MUTATE_REPLY,
          ORDERS,
          REVOKE_REPLY,
          COPY_REPLY ->
          true;
      default -> false;
    };
  }

  /** Returns true if it asks or answers whether an election could be won. */
  public boolean isPreVote() {
    MessageTrace.Kind kind = summary.kind();
    return kind == MessageTrace.Kind.PRE_VOTE || kind == MessageTrace.Kind.PRE_VOTE_REPLY;
  }

  /** Returns the letter that it is drawn with: V, A, H, S, T, G, M, P, R or C. */
  public String glyph() {
    return switch (summary.kind()) {
      case REQUEST_VOTE, REQUEST_VOTE_REPLY, PRE_VOTE, PRE_VOTE_REPLY -> "V";
      case APPEND_ENTRIES, APPEND_ENTRIES_REPLY -> "A";
      case HEARTBEAT -> "H";
      case INSTALL_SNAPSHOT, INSTALL_SNAPSHOT_REPLY -> "S";
      case TIMEOUT_NOW, TIMEOUT_NOW_REPLY -> "T";
      case GRANT, GRANT_REPLY -> "G";
      case MUTATE, MUTATE_REPLY -> "M";
      case PUSH -> "P";
      case REPORT, ORDERS -> "R";
      case REVOKE, REVOKE_REPLY -> "G";
      case CLONE, COPY, COPY_REPLY -> "C";
    };
  }
}
