package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.MonotonicTime;

/**
 * What a leader knows of one follower. Confined to its core.
 *
 * <p>While probing, the leader does not know where the logs meet: one message is in flight, and
 * nextIndex waits for its answer. Then it pipelines: nextIndex runs ahead of the answers, up to the
 * bound of messages in flight, and a failure leads back to probing. A follower that needs what the
 * log has no longer gets a snapshot in between. Invariant: nextIndex > matchIndex.
 */
final class Progress {
  /** The next entry to send [Raft Fig. 2]. Falls only while, or to begin, probing. */
  private long nextIndex;

  /** The last entry known to be replicated [Raft Fig. 2]. Only grows. */
  private long matchIndex;

  /** The last index of each unanswered message with entries, in the order of sending. */
  private final Deque<Long> inFlight = new ArrayDeque<>();

  private boolean probing = true;

  /** Whether the window closed before all of the log was sent. */
  private boolean behind;

  /** How far the next failure leads back at least; doubles with each failure in a row. */
  private long backOff = 1;

  /** The snapshot on its way, null if the follower gets entries. */
  private SnapshotSender.@Nullable Transfer transfer;

  /** The first round that the follower has part in. Never changes. */
  private final long firstRound;

  /** The latest round that the follower has answered. Only grows. */
  private long answeredRound;

  /** When the follower last answered; at first when the leader got to know it. */
  private MonotonicTime heardAt;

  private final CatchUp catchUp;

  /** What the follower is still to learn, null unless it was removed from the cluster. */
  private @Nullable Leaving leaving;

  private static final class Leaving {
    private final long removal;

    /** The first round whose messages say that the removal is committed; 0 until it is. */
    private long toldIn;

    Leaving(long removal) {
      this.removal = removal;
    }
  }

  /**
   * The rounds of replication of a new server: each lasts until the follower has what the log held
   * when the round began [Dissertation §4.2.1].
   */
  private static final class CatchUp {
    private long target;
    private MonotonicTime since;

    /** Whether the last complete round took no longer than an election timeout. */
    private boolean quick;

    CatchUp(long target, MonotonicTime since) {
      this.target = target;
      this.since = since;
    }

    void reached(long matchIndex, long lastIndex, MonotonicTime now, Duration limit) {
      if (matchIndex >= target) {
        quick = !since.plus(limit).isDue(now);
        target = lastIndex;
        since = now;
      }
    }

    boolean isDone(MonotonicTime now, Duration limit) {
      return quick && !since.plus(limit).isDue(now);
    }
  }

  /**
   * Begins to follow a follower.
   *
   * @param nextIndex "initialized to leader last log index + 1" [Raft Fig. 2]
   * @param firstRound answers to earlier rounds are those of an earlier life of the follower
   * @param now when
   */
  Progress(long nextIndex, long firstRound, MonotonicTime now) {
    this.nextIndex = nextIndex;
    this.firstRound = firstRound;
    this.heardAt = now;
    this.catchUp = new CatchUp(nextIndex - 1, now);
  }

  long nextIndex() {
    return nextIndex;
  }

  long matchIndex() {
    return matchIndex;
  }

  long firstRound() {
    return firstRound;
  }

  long answeredRound() {
    return answeredRound;
  }

  MonotonicTime heardAt() {
    return heardAt;
  }

  SnapshotSender.@Nullable Transfer transfer() {
    return transfer;
  }

  void transfers(SnapshotSender.@Nullable Transfer begun) {
    transfer = begun;
  }

  /** Tells whether the leader is still looking for where the logs meet. */
  boolean isProbing() {
    return probing;
  }

  /** Tells whether another message with entries may leave. */
  boolean maySend(int maxInFlight) {
    return inFlight.size() < (probing ? 1 : maxInFlight);
  }

  /** Notes that entries up to an index were sent. */
  void sent(long lastIndex) {
    inFlight.addLast(lastIndex);
    if (!probing) {
      nextIndex = lastIndex + 1;
    }
  }

  /** Notes how far the log went when the follower had been sent what it may have. */
  void sentOf(long lastIndex) {
    behind = nextIndex <= lastIndex;
  }

  /** Tells whether there was more to send when the follower was last sent something. */
  boolean isBehind() {
    return behind;
  }

  /** Notes an answer of any kind to a message of a round of this term. */
  void heard(MonotonicTime now, long round) {
    heardAt = now;
    answeredRound = Math.max(answeredRound, round);
  }

  /** "If successful: update nextIndex and matchIndex for follower" [Raft Fig. 2]. */
  void matched(ReplicationRules rules, long index) {
    // Answers may be late or doubled: neither number ever falls because of a success.
    matchIndex = rules.matchIndex(new ReplicationRules.Match(matchIndex, index));
    nextIndex = Math.max(nextIndex, matchIndex + 1);
    backOff = 1;
    if (probing) {
      inFlight.clear();
      probing = false;
    }
    while (!inFlight.isEmpty() && inFlight.getFirst() <= matchIndex) {
      inFlight.removeFirst();
    }
    if (transfer != null && matchIndex >= transfer.index()) {
      transfer = null;
    }
  }

  /** Notes how far the follower is behind the log. */
  void caughtUpWith(long lastIndex, MonotonicTime now, Duration limit) {
    catchUp.reached(matchIndex, lastIndex, now, limit);
  }

  /** Tells whether the last round of replication took no longer than a limit, and just ended. */
  boolean hasCaughtUp(MonotonicTime now, Duration limit) {
    return catchUp.isDone(now, limit);
  }

  /** Notes that the entry at an index removes the follower from the cluster. */
  void leaves(long removal) {
    leaving = new Leaving(removal);
  }

  /**
   * Tells whether the follower was removed, holds the entry that says so, and knows that it is
   * committed. To be asked only when it is.
   *
   * @param nextRound the round to begin next, whose messages will say so
   */
  boolean hasLeft(long nextRound) {
    if (leaving != null && leaving.toldIn == 0) {
      leaving.toldIn = nextRound;
    }
    return leaving != null && matchIndex >= leaving.removal && answeredRound >= leaving.toldIn;
  }

  /**
   * "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry" [Raft Fig.
   * 2].
   *
   * <p>Differs from [Raft Fig. 2]: decrements by more with each failure in a row; because then a
   * long divergence costs few round trips and a short one is not overshot.
   *
   * @param hint the last index at which the follower's log may agree
   * @param firstIndex the first that the leader's log has: only if the logs do not even agree on
   *     the entry before it, the follower needs a snapshot
   */
  void rejected(long hint, long firstIndex) {
    long back = Math.min(nextIndex - backOff, hint + 1);
    long overshot = Math.min(nextIndex, Math.min(hint + 1, firstIndex));
    // What was matched once stays matched: an old failure cannot lead below it.
    nextIndex = Math.max(matchIndex + 1, Math.max(back, overshot));
    backOff *= 2;
    inFlight.clear();
    probing = true;
  }
}
