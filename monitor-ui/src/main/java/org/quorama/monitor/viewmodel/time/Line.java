package org.quorama.monitor.viewmodel.time;

import org.quorama.monitor.model.history.History;

/**
 * One course of events: what was recorded, or a branch of it. Immutable.
 *
 * @param name of a branch, empty for the recording itself
 * @param history what happened
 * @param forkPosition where in the recording a branch begins, 0 for the recording itself
 * @param forkNanos when it begins
 */
public record Line(String name, History history, long forkPosition, long forkNanos) {
  /** Returns true if a simulator wrote it. */
  public boolean isBranch() {
    return !name.isEmpty();
  }
}
