package org.quorama.trace;

import java.io.Serializable;
import org.quorama.cluster.NodeId;

/** Messages between nodes. The id of a message is that of its {@link Sent} event. */
public sealed interface MessageTrace extends TraceDetail {
  /** What kind of message it is; the glyph of the monitor. */
  enum Kind {
    /** RequestVote. */
    REQUEST_VOTE,
    /** RequestVoteReply. */
    REQUEST_VOTE_REPLY,
    /** AppendEntries with entries. */
    APPEND_ENTRIES,
    /** AppendEntries without entries. */
    HEARTBEAT,
    /** AppendEntriesReply. */
    APPEND_ENTRIES_REPLY,
    /** PreVote: could an election be won? */
    PRE_VOTE,
    /** PreVoteReply. */
    PRE_VOTE_REPLY,
    /** InstallSnapshot: a piece of the leader's snapshot. */
    INSTALL_SNAPSHOT,
    /** InstallSnapshotReply. */
    INSTALL_SNAPSHOT_REPLY,
    /** TimeoutNow: take over the leadership. */
    TIMEOUT_NOW,
    /** TimeoutNowReply. */
    TIMEOUT_NOW_REPLY,
    /** Master to chunkserver: version and lease. */
    GRANT,
    /** Chunkserver to master: the answer. */
    GRANT_REPLY,
    /** Primary to secondary: apply a mutation. */
    MUTATE,
    /** Secondary to primary: the answer. */
    MUTATE_REPLY,
    /** Data pushed along a chain. */
    PUSH,
    /** Chunkserver to master: what it holds. */
    REPORT,
    /** Master to chunkserver: the answer to a report. */
    ORDERS,
    /** Master to primary: give the lease up. */
    REVOKE,
    /** Primary to master: the answer. */
    REVOKE_REPLY,
    /** Master to chunkserver: copy a chunk on its disk. */
    CLONE,
    /** Master to chunkserver: pull a replica from another one. */
    COPY,
    /** Chunkserver to master: the answer to a clone or copy. */
    COPY_REPLY
  }

  /**
   * What a message says, in a few numbers; what does not apply is 0.
   *
   * @param kind what it is
   * @param term the sender's term
   * @param prevIndex prevLogIndex, a candidate's lastLogIndex, or lastIncludedIndex
   * @param prevTerm the term of the entry at prevIndex
   * @param entries how many entries, or bytes of data
   * @param index leaderCommit, a reply's matchIndex or campaignTerm, or the offset of a piece
   * @param round the leader's round when it sent this, or what a reply echoes of it
   * @param positive true if a reply grants, succeeds or accepts, if a vote is asked for in a
   *     transfer, or if a piece of a snapshot is the last
   */
  record Summary(
      Kind kind,
      long term,
      long prevIndex,
      long prevTerm,
      long entries,
      long index,
      long round,
      boolean positive)
      implements Serializable {
    /**
     * Makes the summary of a message that names no term of an entry and no round.
     *
     * @param kind what it is
     * @param term the sender's term
     * @param prevIndex prevLogIndex, a candidate's lastLogIndex, or lastIncludedIndex
     * @param entries how many entries, or bytes of data
     * @param index leaderCommit, or a reply's matchIndex
     * @param positive true if a reply grants, succeeds or accepts
     */
    public Summary(
        Kind kind, long term, long prevIndex, long entries, long index, boolean positive) {
      this(kind, term, prevIndex, 0, entries, index, 0, positive);
    }
  }

  /**
   * A message left.
   *
   * @param messageId unique in the run: {@code n1:1:42}
   * @param to to whom
   * @param summary what it says
   */
  record Sent(String messageId, NodeId to, Summary summary) implements MessageTrace {}

  /**
   * A message arrived and was handled.
   *
   * @param messageId that of its sending
   * @param from from whom
   * @param summary what it says
   */
  record Received(String messageId, NodeId from, Summary summary) implements MessageTrace {}

  /**
   * A message was lost, as far as the sender's host knows.
   *
   * @param messageId that of its sending
   * @param to to whom
   * @param reason why: cut, loss, by hand, too many wait, unreachable
   */
  record Dropped(String messageId, NodeId to, String reason) implements MessageTrace {}
}
