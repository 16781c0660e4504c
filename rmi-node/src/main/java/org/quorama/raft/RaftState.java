package org.quorama.raft;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.Role.Follower;
import org.quorama.raft.log.DurabilityTracker;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.InMemoryLog;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Memberships;
import org.quorama.raft.log.RaftLog;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/**
 * The state of Figure 2 that every role has, and the few ways in which it may change. Confined to
 * its core.
 */
final class RaftState {
  /** What a refusal promises of the log. */
  static final long NOTHING = 0;

  /** What a message promises that waits for every write under way. */
  static final long ALL = Long.MAX_VALUE;

  private final RaftConfig config;
  private final RaftRules rules;
  private final InMemoryLog log;
  private final DurabilityTracker durability;

  /** Who belongs to the cluster: the latest in the log is in effect [Dissertation §4.1]. */
  private final Memberships memberships;

  private final Outbox outbox = new Outbox();

  /** currentTerm and votedFor. The term only grows; the vote changes only with it. */
  private HardState hardState;

  private Role role = new Follower();

  /** Whom the node takes for the leader of currentTerm, null if unknown. */
  private @Nullable NodeId leaderId;

  /** The last index known to be committed; that of the snapshot after a start. Only grows. */
  private long commitIndex;

  /** The last index in the state machine; that of the snapshot after a start. Only grows. */
  private long lastApplied;

  /** When a follower or candidate begins an election; of no meaning in a leader. */
  private MonotonicTime electionDeadline = MonotonicTime.NEVER;

  RaftState(RaftConfig config, RaftRules rules, RecoveredState recovered) {
    this.config = config;
    this.rules = rules;
    Snapshot snapshot = recovered.snapshot();
    LogPosition base = snapshot == null ? LogPosition.START : snapshot.lastIncluded();
    Membership first =
        snapshot == null ? Membership.initial(config.members()) : snapshot.membership();
    this.log = new InMemoryLog(base, recovered.log());
    this.durability = new DurabilityTracker(log.lastIndex());
    this.memberships = new Memberships(first, recovered.log());
    this.hardState = recovered.hardState();
    // Only what is committed is in a snapshot [Raft §7].
    this.commitIndex = base.index();
    this.lastApplied = base.index();
    Invariants.check(
        log.last().term() <= hardState.currentTerm(),
        "The log ends with %s, after term %d",
        log.last(),
        hardState.currentTerm());
  }

  RaftConfig config() {
    return config;
  }

  RaftRules rules() {
    return rules;
  }

  /** Returns the membership in effect. */
  Membership membership() {
    return memberships.inEffect();
  }

  /**
   * Tells whether this node may be a candidate. A learner is none [Dissertation §4.2.1]. "A server
   * that is not part of its own latest configuration should still start new elections, as it might
   * still be needed until the C_new entry is committed" [Dissertation §4.2.2].
   */
  boolean mayCampaign() {
    Membership present = memberships.inEffect();
    boolean needed =
        present.index() > commitIndex
            && memberships.asOf(present.index() - 1).isVoter(config.self());
    return needed || present.isVoter(config.self());
  }

  /** Returns the latest membership up to an index that no snapshot has replaced. */
  Membership membershipAsOf(long index) {
    return memberships.asOf(index);
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
    memberships.appended(entries);
    outbox.append(entries);
    durability.appending(outbox.lastTicket(), log.last());
  }

  void truncate(long fromIndex) {
    Invariants.check(
        fromIndex > commitIndex,
        "Entry %d is committed (up to %d) and cannot be removed",
        fromIndex,
        commitIndex);
    Invariants.check(!(role instanceof Leader), "A leader never removes entries [Raft Fig. 3]");
    log.truncateFrom(fromIndex);
    memberships.truncatedFrom(fromIndex);
    outbox.truncate(fromIndex);
    durability.truncating(fromIndex);
  }

  /** Tells whether term and vote are on the disk, and something else is being written. */
  boolean isOnlyLogPending() {
    return durability.isPersisted(outbox.hardStateTicket())
        && !durability.isPersisted(outbox.lastTicket());
  }

  /**
   * Answers with what promises of the disk no more than this term and the log up to an index, or
   * {@link #NOTHING} of the log, or {@link #ALL} that is being written.
   *
   * <p>What is durable already need not wait for what is not: a disk that takes its time delays
   * entries, and neither heartbeats nor refusals.
   */
  void reply(NodeId to, RaftMessage reply, long promised) {
    if (isOnlyLogPending() && promised <= durability.durableIndex()) {
      outbox.sendAtOnce(to, reply);
    } else {
      outbox.send(to, reply);
    }
  }

  /** Removes entries that a durable snapshot replaces [Raft §7]. */
  void compactTo(long index) {
    if (index >= log.firstIndex()) {
      Invariants.check(
          index <= lastApplied, "Entry %d is not applied (up to %d)", index, lastApplied);
      log.compactTo(log.positionAt(index));
      memberships.forgetBefore(index);
    }
  }

  /**
   * Puts a leader's snapshot, newer than what is committed here, in the place of the log up to it:
   * "If existing log entry has same index and term as snapshot's last included entry, retain log
   * entries following it", else "discard the entire log" [Raft Fig. 13].
   */
  void install(Snapshot snapshot) {
    boolean kept = log.contains(snapshot.lastIncluded());
    if (!kept) {
      // Only what was committed is certainly the same in the log that the snapshot stands for.
      durability.truncating(commitIndex + 1);
      log.resetTo(snapshot.lastIncluded());
      memberships.resetTo(snapshot.membership());
    }
    outbox.save(snapshot, kept ? LogSuffix.KEPT : LogSuffix.DISCARDED);
    durability.appending(outbox.lastTicket(), snapshot.lastIncluded());
    // "Reset state machine using snapshot contents" [Raft Fig. 13].
    outbox.restore(snapshot);
    commitIndex = snapshot.index();
    lastApplied = snapshot.index();
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
