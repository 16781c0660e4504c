package org.quorama.raft;

import java.util.ArrayDeque;
import java.util.Deque;
import org.quorama.protocol.MonotonicTime;

/**
 * What a leader knows of one follower. Confined to its core.
 *
 * <p>While probing, the leader does not know where the logs meet: one message is in flight, and
 * nextIndex waits for its answer. Then it pipelines: nextIndex runs ahead of the answers, up to the
 * bound of messages in flight, and a failure leads back to probing. Invariant: nextIndex >
 * matchIndex.
 */
final class Progress {
  /** The next entry to send [Raft Fig. 2]. Falls only while, or to begin, probing. */
  private long nextIndex;

  /** The last entry known to be replicated [Raft Fig. 2]. Only grows. */
  private long matchIndex;

  /** The last index of each unanswered message with entries, in the order of sending. */
  private final Deque<Long> inFlight = new ArrayDeque<>();

  private boolean probing = true;

  /** How far the next failure leads back at least; doubles with each failure in a row. */
  private long backOff = 1;

  /** The latest round that the follower has answered. Only grows. */
  private long answeredRound;

  /** When the follower last answered; at first when the leader's term began. */
  private MonotonicTime heardAt;

  Progress(long nextIndex, MonotonicTime now) {
    this.nextIndex = nextIndex;
    this.heardAt = now;
  }

  long nextIndex() {
    return nextIndex;
  }

  long matchIndex() {
    return matchIndex;
  }

  long answeredRound() {
    return answeredRound;
  }

  MonotonicTime heardAt() {
    return heardAt;
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

  /** Notes an answer of any kind to a message of a round of this term. */
  void heard(MonotonicTime now, long round) {
    heardAt = now;
    answeredRound = Math.max(answeredRound, round);
  }

  /** "If successful: update nextIndex and matchIndex for follower" [Raft Fig. 2]. */
  void matched(long index) {
    // Answers may be late or doubled: neither number ever falls because of a success.
    matchIndex = Math.max(matchIndex, index);
    nextIndex = Math.max(nextIndex, matchIndex + 1);
    backOff = 1;
    if (probing) {
      inFlight.clear();
      probing = false;
    }
    inFlight.removeIf(last -> last <= matchIndex);
  }

  /**
   * "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry" [Raft Fig.
   * 2].
   *
   * <p>Differs from [Raft Fig. 2]: decrements by more with each failure in a row; because then a
   * long divergence costs few round trips and a short one is not overshot.
   *
   * @param hint the last index at which the follower's log may agree
   */
  void rejected(long hint) {
    // What was matched once stays matched: an old failure cannot lead below it.
    nextIndex = Math.max(matchIndex + 1, Math.min(nextIndex - backOff, hint + 1));
    backOff *= 2;
    inFlight.clear();
    probing = true;
  }
}
