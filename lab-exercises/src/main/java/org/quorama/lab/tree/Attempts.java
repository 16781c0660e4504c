package org.quorama.lab.tree;

import java.io.UncheckedIOException;
import org.quorama.client.OperationFailedException;
import org.quorama.protocol.Outcome;

/** Tries a thing a few times, and takes note if it cannot be done. Thread-safe. */
final class Attempts {
  private final int tries;

  Attempts(int tries) {
    this.tries = tries;
  }

  /** Tries it; what fails in the end is in the tally, under a name. */
  void run(Object name, Tally tally, Runnable attempt) {
    for (int left = tries - 1; left >= 0; left--) {
      try {
        attempt.run();
        return;
      } catch (OperationFailedException e) {
        if (left == 0 || !mayPass(e)) {
          tally.failed(name + ": " + e.getMessage());
          return;
        }
      } catch (UncheckedIOException e) {
        tally.failed(name + ": " + e.getMessage() + ": " + e.getCause());
        return;
      } catch (IllegalArgumentException e) {
        tally.failed(name + ": " + e.getMessage());
        return;
      }
    }
  }

  /** Tells whether another attempt may succeed. */
  private static boolean mayPass(OperationFailedException failure) {
    return failure.outcome() == Outcome.UNKNOWN
        || switch (failure.code()) {
          case NOT_LEADER,
              OVERLOADED,
              NO_CHUNKSERVERS,
              NO_REPLICA,
              REPLICA_FAILED,
              SESSION_EXPIRED,
              STALE_VERSION,
              NO_LEASE,
              READ_ONLY ->
              true;
          default -> false;
        };
  }
}
