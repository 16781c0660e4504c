package org.quorama.metadata;

import org.quorama.protocol.MonotonicTime;

/** Whether this node leads, in which term, and how much the leader knows since it began to. */
final class Reign {
  private boolean leads;
  private long term;
  private boolean caughtUp;
  private MonotonicTime settledAt = MonotonicTime.ZERO;

  /** Begins: this node leads in a term; by a time all chunkservers must have reported to it. */
  void begin(long newTerm, MonotonicTime settled) {
    leads = true;
    term = newTerm;
    caughtUp = false;
    settledAt = settled;
  }

  /** Ends: another node leads, or none. */
  void end() {
    leads = false;
    caughtUp = false;
  }

  boolean leads() {
    return leads;
  }

  /** Tells whether this node leads in just this term. */
  boolean isOf(long someTerm) {
    return leads && term == someTerm;
  }

  /** Notes that an entry of the leader's own term is applied: it knows all that was committed. */
  void caughtUp() {
    caughtUp = true;
  }

  boolean isCaughtUp() {
    return caughtUp;
  }

  /** Returns until when chunkservers may not have reported to this leader yet. */
  MonotonicTime settledAt() {
    return settledAt;
  }

  boolean isSettled(MonotonicTime now) {
    return settledAt.isDue(now);
  }
}
