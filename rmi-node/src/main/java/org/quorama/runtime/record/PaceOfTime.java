package org.quorama.runtime.record;

import org.quorama.trace.FaultTrace;
import org.quorama.trace.TraceEvent;

/** How fast a node's protocol time passes, as far as its recording says. */
final class PaceOfTime {
  private long inputNanos;
  private double stretch = 1;
  private double rate = 1;
  private boolean frozen;

  void note(TraceEvent event) {
    if (event.detail() instanceof FaultTrace.PaceChanged changed) {
      stretch = changed.dilation();
      frozen = changed.frozen();
    } else if (event.detail() instanceof FaultTrace.ClockChanged changed) {
      rate = changed.rate();
    }
  }

  /** Notes when the cores took an input, by the host's clock. */
  void tookInput(TraceEvent event) {
    inputNanos = event.timeNanos();
  }

  /** Returns how much protocol time has passed since the last input. */
  long passedUntil(long timeNanos) {
    return frozen ? 0 : (long) (Math.max(0, timeNanos - inputNanos) * rate / stretch);
  }
}
