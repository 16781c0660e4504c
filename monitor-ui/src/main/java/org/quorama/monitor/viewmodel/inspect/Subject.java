package org.quorama.monitor.viewmodel.inspect;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.viewmodel.select.Selected;

/**
 * What the inspector is about. Immutable.
 *
 * @param chosen what a person chose, null for nothing
 * @param target the node on which the buttons act, null if there is none
 */
public record Subject(@Nullable Selected chosen, @Nullable NodeId target) {
  /** Returns what is shown: what is chosen, else on what the buttons act; null if neither is. */
  public @Nullable Selected what() {
    return chosen == null && target != null ? new Selected.OfNode(target) : chosen;
  }
}
