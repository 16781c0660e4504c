package org.quorama.raft;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.Role.Follower;
import org.quorama.raft.log.DurabilityTracker;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.InMemoryLog;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RaftLog;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/**
 * The state of Figure 2 that every role has, and the few ways in which it may change. Confined to
 * its core.
 */
final class RaftState {
  private final RaftConfig config;
  private final RaftRules rules;
  private final InMemoryLog log;
  private final DurabilityTracker durability;
  private final Outbox outbox = new Outbox();

  /** Who votes: the latest membership in the log [Dissertation §4.1]. */
  private final Membership membership;

  /** currentTerm and votedFor. The term only grows; the vote changes only with it. */
  private HardState hardState;

  private Role role = new Follower();

  /** Whom the node takes for the leader of currentTerm, null if unknown. */
  private @Nullable NodeId leaderId;

  /** The last index known to be committed; 0 after a start. Only grows. */
  private long commitIndex;

  /** The last index given to the state machine; 0 after a start. Only grows. */
  private long lastApplied;

  /** When a follower or candidate begins an election; of no meaning in a leader. */
  private MonotonicTime electionDeadline = MonotonicTime.NEVER;

  RaftState(RaftConfig config, RaftRules rules, RecoveredState recovered) {
    this.config = config;
    this.rules = rules;
    this.log = new InMemoryLog(base(recovered), recovered.log());
    this.durability = new DurabilityTracker(log.lastIndex());
    this.membership = Membership.initial(config.members());
    this.hardState = recovered.hardState();
    Invariants.check(
        log.last().term() <= hardState.currentTerm(),
        "The log ends with %s, after term %d",
        log.last(),
        hardState.currentTerm());
  }

  private static LogPosition base(RecoveredState recovered) {
    Snapshot snapshot = recovered.snapshot();
    return snapshot == null ? LogPosition.START : snapshot.lastIncluded();
  }

  RaftConfig config() {
    return config;
  }

  RaftRules rules() {
    return rules;
  }

  Membership membership() {
    return membership;
  }

  RaftLog log() {
    return log;
  }

  DurabilityTracker durability() {
    return durability;
  }

  Outbox outbox() {
    return outbox;
  }

  HardState hardState() {
    return hardState;
  }

  long currentTerm() {
    return hardState.currentTerm();
  }

  void become(HardState changed) {
    hardState = changed;
    outbox.hardStateChanged(changed);
  }

  Role role() {
    return role;
  }

  @Nullable NodeId leaderId() {
    return leaderId;
  }

  Optional<NodeId> leaderHint() {
    return Optional.ofNullable(leaderId);
  }

  void become(Role changed, @Nullable NodeId leader) {
    role = changed;
    leaderId = leader;
  }

  long commitIndex() {
    return commitIndex;
  }

  void commitUpTo(long index) {
    Invariants.check(
        index >= commitIndex && index <= log.lastIndex(),
        "commitIndex cannot go from %d to %d in a log of %d entries",
        commitIndex,
        index,
        log.lastIndex());
    commitIndex = index;
  }

  long lastApplied() {
    return lastApplied;
  }

  MonotonicTime electionDeadline() {
    return electionDeadline;
  }

  void electionAt(MonotonicTime deadline) {
    electionDeadline = deadline;
  }

  void append(List<LogEntry> entries) {
    log.append(entries);
    outbox.append(entries);
    durability.appending(outbox.lastTicket(), log.lastIndex());
  }

  void truncate(long fromIndex) {
    Invariants.check(
        fromIndex > commitIndex,
        "Entry %d is committed (up to %d) and cannot be removed",
        fromIndex,
        commitIndex);
    Invariants.check(!(role instanceof Leader), "A leader never removes entries [Raft Fig. 3]");
    log.truncateFrom(fromIndex);
    outbox.truncate(fromIndex);
    durability.truncating(fromIndex);
  }

  /**
   * "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine"
   * [Raft Fig. 2].
   *
   * <p>Differs from [Raft Fig. 2]: waits until the entry is on this node's disk as well; because
   * then what was applied before a crash is in the log after it.
   */
  void applyCommitted() {
    long upTo = Math.min(commitIndex, durability.durableIndex());
    if (upTo > lastApplied) {
      outbox.apply(log.entriesFrom(lastApplied + 1, (int) (upTo - lastApplied)));
      lastApplied = upTo;
    }
  }
}
