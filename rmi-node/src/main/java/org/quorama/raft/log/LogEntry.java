package org.quorama.raft.log;

import java.io.Serializable;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Invariants;

/**
 * One entry of the log. Immutable.
 *
 * @param position its term and index
 * @param kind whether it carries a command
 * @param command what the replicated state machine applies; empty for a no-op
 */
public record LogEntry(LogPosition position, Kind kind, Bytes command) implements Serializable {
  /** What an entry is for. */
  public enum Kind {
    /** Opens a leader's term, so that it may commit [Raft §8]. */
    NO_OP,
    /** Carries a command. */
    COMMAND,
    /** Carries a {@link Membership}, in effect as soon as it is in the log. */
    MEMBERSHIP
  }

  /** Checks that an entry has a place. */
  public LogEntry {
    Invariants.check(position.index() >= 1, "An entry has an index of at least 1");
  }

  /**
   * Returns a no-op.
   *
   * @param position its place
   */
  public static LogEntry noOp(LogPosition position) {
    return new LogEntry(position, Kind.NO_OP, Bytes.EMPTY);
  }

  /**
   * Returns an entry with a command.
   *
   * @param position its place
   * @param command what to apply
   */
  public static LogEntry command(LogPosition position, Bytes command) {
    return new LogEntry(position, Kind.COMMAND, command);
  }

  /**
   * Returns an entry that changes who belongs to the cluster.
   *
   * @param term the leader's term
   * @param membership the next one; its index is that of the entry
   */
  public static LogEntry membership(long term, Membership membership) {
    LogPosition position = new LogPosition(term, membership.index());
    return new LogEntry(position, Kind.MEMBERSHIP, membership.encode());
  }

  /** Returns the 1-based index. */
  public long index() {
    return position.index();
  }

  /** Returns the term in which a leader created it. */
  public long term() {
    return position.term();
  }
}
