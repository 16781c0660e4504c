package org.quorama.monitor.viewmodel.time;

import java.util.List;
import java.util.Optional;
import org.quorama.trace.TraceEvent;

/** Goes on from a moment of a recording in the simulator. Thread-safe; blocks. */
public interface BranchMaker {
  /** Returns why it cannot, as a key of the window's words; empty if it can. */
  Optional<String> unavailable();

  /**
   * Returns what happens in the branch.
   *
   * @param timeNanos the branch begins after the last event at or before this time
   * @throws RuntimeException if it cannot; the message is shown
   */
  List<TraceEvent> branch(long timeNanos);

  /** Returns one that says that the recording carries no inputs. */
  static BranchMaker none() {
    return new BranchMaker() {
      @Override
      public Optional<String> unavailable() {
        return Optional.of("time.no-inputs");
      }

      @Override
      public List<TraceEvent> branch(long timeNanos) {
        throw new IllegalStateException("The recording carries no inputs");
      }
    };
  }
}
