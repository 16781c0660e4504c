package org.quorama.raft;

import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * Replicates entries, or is a heartbeat if it has none [Raft Fig. 2]. Immutable.
 *
 * <p>Differs from [Raft Fig. 2]: carries a round that the reply echoes; because a leader must know
 * which of its messages a follower has answered to confirm a read [Raft §8].
 *
 * @param term the leader's term, at least 1
 * @param leaderId so that followers can redirect clients
 * @param prevLog prevLogIndex and prevLogTerm: the entry just before the new ones
 * @param entries what to store, contiguous after {@code prevLog}; empty for a heartbeat
 * @param leaderCommit the leader's commitIndex
 * @param round the leader's count of confirmation rounds when it sent this
 */
public record AppendEntries(
    long term,
    NodeId leaderId,
    LogPosition prevLog,
    List<LogEntry> entries,
    long leaderCommit,
    long round)
    implements RaftMessage {
  /** Copies the entries and checks that they are contiguous. */
  public AppendEntries {
    entries = List.copyOf(entries);
    Invariants.check(term >= 1 && leaderCommit >= 0, "AppendEntries has a negative number");
    long index = prevLog.index();
    for (LogEntry entry : entries) {
      index++;
      Invariants.check(entry.index() == index, "Entry %s is not at %d", entry.position(), index);
    }
  }

  /** Returns the index of the last entry that a follower holds if it accepts this. */
  public long lastIndex() {
    return prevLog.index() + entries.size();
  }

  @Override
  public boolean promisesDurability() {
    return false;
  }

  @Override
  public <R> R accept(Handler<R> handler) {
    return handler.appendEntries(this);
  }
}
