package org.quorama.trace;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/** Events of Raft. The two phases of replication are apart: appended and durable, committed. */
public sealed interface RaftTrace extends TraceDetail {
  /** The election deadline passed without a leader. */
  record ElectionTimedOut() implements RaftTrace {}

  /** The node became a candidate and voted for itself. */
  record BecameCandidate() implements RaftTrace {}

  /**
   * The node became leader.
   *
   * @param votes who voted for it
   */
  record BecameLeader(List<NodeId> votes) implements RaftTrace {
    /** Copies the list. */
    public BecameLeader {
      votes = List.copyOf(votes);
    }
  }

  /**
   * The node became a follower, or follows another leader.
   *
   * @param leader whom it follows, null if nobody yet
   */
  record BecameFollower(@Nullable NodeId leader) implements RaftTrace {}

  /**
   * A candidate counted a vote.
   *
   * @param from whose
   * @param granted whether it is for the candidate
   */
  record VoteCounted(NodeId from, boolean granted) implements RaftTrace {}

  /**
   * Term and vote are to be written.
   *
   * @param term the term
   * @param votedFor the vote, null if none
   */
  record HardStateChanged(long term, @Nullable NodeId votedFor) implements RaftTrace {}

  /**
   * Term and vote are durable. What promises them leaves only after this.
   *
   * @param term the term
   * @param votedFor the vote, null if none
   */
  record HardStateDurable(long term, @Nullable NodeId votedFor) implements RaftTrace {}

  /**
   * One entry in a trace.
   *
   * @param index its index
   * @param term its term
   * @param command its command in words, {@code mkdir /a}; {@code no-op} for a no-op
   * @param hash of its bytes
   */
  record Entry(long index, long term, String command, int hash) implements Serializable {}

  /**
   * Phase one begins: entries are in the node's log, not yet durable.
   *
   * @param entries which
   */
  record Appended(List<Entry> entries) implements RaftTrace {
    /** Copies the list. */
    public Appended {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Phase one on this node is done: the log is durable. Appends that became durable together share
   * one event; a truncation has one of its own.
   *
   * @param upTo the last index on the disk
   */
  record Durable(long upTo) implements RaftTrace {}

  /**
   * Entries were removed because the leader's log differs.
   *
   * @param from the first index removed
   */
  record Truncated(long from) implements RaftTrace {}

  /**
   * The leader learnt that a follower holds more.
   *
   * @param follower who
   * @param matchIndex up to where
   * @param nextIndex what it gets next
   */
  record MatchAdvanced(NodeId follower, long matchIndex, long nextIndex) implements RaftTrace {}

  /**
   * Phase two: the node knows entries to be committed.
   *
   * @param commitIndex up to where
   */
  record CommitAdvanced(long commitIndex) implements RaftTrace {}

  /**
   * The node's state machine applied an entry.
   *
   * @param index which
   * @param command in words
   * @param digest of the state after it
   */
  record Applied(long index, String command, long digest) implements RaftTrace {}

  /**
   * The node will act at a deadline unless something happens before.
   *
   * @param election true for an election, false for a heartbeat
   * @param remainingNanos how long from now
   */
  record DeadlineSet(boolean election, long remainingNanos) implements RaftTrace {}

  /**
   * The election deadline passed, and the node asks whether an election could be won.
   *
   * @param campaignTerm the term in which it would campaign
   */
  record PreVoteStarted(long campaignTerm) implements RaftTrace {}

  /**
   * The node took a snapshot of what it had applied.
   *
   * @param index the last entry that the snapshot replaces
   * @param bytes how large the state is
   */
  record SnapshotTaken(long index, long bytes) implements RaftTrace {}

  /**
   * The node restored its state from a snapshot, a leader's or its own after a restart.
   *
   * @param index the last entry that the snapshot replaces
   * @param bytes how large the state is
   */
  record SnapshotInstalled(long index, long bytes) implements RaftTrace {}

  /**
   * A snapshot is durable, and the entries that it replaces are gone from the disk.
   *
   * @param index the last entry that the snapshot replaces
   * @param suffixKept false if the whole log is gone, since it did not contain that entry
   */
  record SnapshotDurable(long index, boolean suffixKept) implements RaftTrace {}

  /**
   * The node uses another membership.
   *
   * @param index the entry that made it, 0 for the one that the cluster started with
   * @param voters who votes
   * @param learners who only receives the log
   */
  record MembershipChanged(long index, List<NodeId> voters, List<NodeId> learners)
      implements RaftTrace {
    /** Copies the lists. */
    public MembershipChanged {
      voters = List.copyOf(voters);
      learners = List.copyOf(learners);
    }
  }

  /**
   * A quorum confirmed that the node still led when it was asked to read.
   *
   * @param readIndex what was applied before the read
   * @param reads how many reads share the round
   */
  record ReadsConfirmed(long readIndex, int reads) implements RaftTrace {}

  /**
   * The leader began to hand over.
   *
   * @param target to whom
   */
  record TransferStarted(NodeId target) implements RaftTrace {}

  /**
   * The hand-over ended.
   *
   * @param outcome how, in a word
   */
  record TransferEnded(String outcome) implements RaftTrace {}
}
