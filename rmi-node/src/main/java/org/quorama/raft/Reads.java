package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.log.LogPosition;

/** What a leader does with reads [Raft §8]. Confined to its core. */
final class Reads {
  private final RaftState state;

  Reads(RaftState state) {
    this.state = state;
  }

  /**
   * Lets reads wait for a round of messages that begins after they came, unless the lease makes up
   * for it, and for the no-op of the term, because only then is commitIndex known to be no older
   * than the reads [Raft §8].
   */
  void request(MonotonicTime now, Leader leader, List<CallId> ids) {
    int room = Math.max(0, state.config().limits().maxPending() - leader.waiting());
    List<CallId> taken = ids.subList(0, Math.min(room, ids.size()));
    ids.subList(taken.size(), ids.size())
        .forEach(id -> state.outbox().answer(id, new ReadOutcome.Overloaded()));
    if (!taken.isEmpty()) {
      long readIndex =
          state
              .rules()
              .read()
              .readIndex(
                  state.commitIndex(), new LogPosition(state.currentTerm(), leader.noOpIndex()));
      leader.reads().add(new Batch(taken, round(now, leader), readIndex));
    }
  }

  private long round(MonotonicTime now, Leader leader) {
    boolean leased = leader.lease().isValid(now, leader.confirmedRound(state.membership()));
    return leased
        ? leader.reads().lastRound()
        : state.rules().read().confirmingRound(leader.round());
  }

  /** Tells whether reads wait for a round that can begin: the one before is confirmed. */
  boolean wantRound(Leader leader) {
    // Reads that came while a round was under way share the next one.
    return leader.reads().lastRound() > leader.round()
        && leader.confirmedRound(state.membership()) == leader.round();
  }

  /** Returns what a new leader may have without asking: nothing, unless the feature is on. */
  Lease newLease() {
    boolean wanted = state.config().has(RaftConfig.Feature.LEASE_READS);
    return new Lease(wanted ? state.rules().read().leaseLength(state.config()) : Duration.ZERO);
  }

  /** Answers the reads whose round is confirmed and whose index is applied. */
  void answer(Leader leader) {
    Deque<Batch> batches = leader.reads().batches;
    long confirmed = batches.isEmpty() ? 0 : leader.confirmedRound(state.membership());
    while (!batches.isEmpty()) {
      Batch batch = batches.getFirst();
      if (batch.round() > confirmed || batch.readIndex() > state.lastApplied()) {
        return;
      }
      leader.reads().removeFirst();
      state.outbox().tell(new RaftEffect.ReadsConfirmed(batch.readIndex(), batch.ids().size()));
      ReadOutcome ready = new ReadOutcome.Ready(batch.readIndex());
      batch.ids().forEach(id -> state.outbox().answer(id, ready));
    }
  }

  /** Tells everyone who waits at a deposed leader to ask another: a read has no effect. */
  void abandon(Leader deposed) {
    ReadOutcome elsewhere = new ReadOutcome.NotLeader(state.leaderHint());
    for (Batch batch : deposed.reads().batches) {
      batch.ids().forEach(id -> state.outbox().answer(id, elsewhere));
    }
  }

  /**
   * Reads that came together.
   *
   * @param ids the requests
   * @param round the round of messages that a quorum must answer, all sent after the reads came; 0
   *     if a lease stands for it
   * @param readIndex what must be applied before
   */
  private record Batch(List<CallId> ids, long round, long readIndex) {}

  /**
   * The reads that wait at a leader in the order of arrival; neither rounds nor read indexes ever
   * fall along it. Confined to its core.
   */
  static final class Queue {
    private final Deque<Batch> batches = new ArrayDeque<>();

    /** How many reads wait. */
    private int size;

    int size() {
      return size;
    }

    /** Returns the round that the last read waits for, 0 if none does. */
    long lastRound() {
      return batches.isEmpty() ? 0 : batches.getLast().round();
    }

    private void add(Batch batch) {
      batches.addLast(batch);
      size += batch.ids().size();
    }

    private void removeFirst() {
      size -= batches.removeFirst().ids().size();
    }
  }

  /**
   * A leader's right to answer reads without asking anybody: as long as a quorum of voters stays
   * loyal [Dissertation §6.4.1]. Confined to its core.
   *
   * <p>It runs from the moment at which the leader <em>sent</em> what a quorum has answered: the
   * voters' loyalty began no earlier. When the answers came says nothing.
   */
  static final class Lease {
    /** When a round began, on the leader's clock. */
    private record RoundStart(long round, MonotonicTime at) {}

    private final Duration length;

    /** The rounds that began less than a lease ago, oldest first. */
    private final Deque<RoundStart> rounds = new ArrayDeque<>();

    /** True once the leader has asked another to take over: voters vote for that one at once. */
    private boolean revoked;

    Lease(Duration length) {
      this.length = length;
    }

    void roundBegins(long round, MonotonicTime now) {
      while (!rounds.isEmpty() && rounds.getFirst().at().plus(length).isDue(now)) {
        rounds.removeFirst();
      }
      rounds.addLast(new RoundStart(round, now));
    }

    /** Ends it for the rest of the term: the message to the next leader may be late. */
    void revoke() {
      revoked = true;
    }

    boolean isValid(MonotonicTime now, long confirmedRound) {
      return !revoked
          && rounds.stream()
              .filter(start -> start.round() <= confirmedRound)
              .anyMatch(start -> !start.at().plus(length).isDue(now));
    }
  }
}
