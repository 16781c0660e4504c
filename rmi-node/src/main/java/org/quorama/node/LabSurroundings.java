package org.quorama.node;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.discovery.Discovery;
import org.quorama.runtime.lab.Surroundings;

/** What a lab's orders reach beside the cores; the discovery may be opened later. Thread-safe. */
final class LabSurroundings implements Surroundings {
  /** Everything below is guarded by this. */
  private @Nullable Discovery discovery;

  private Set<NodeId> ignored = Set.of();
  private boolean silent;

  /** Takes the node's discovery, and does to it what was ordered before. */
  synchronized void found(Discovery opened) {
    discovery = opened;
    if (!ignored.isEmpty()) {
      opened.ignore(ignored);
    }
    if (silent) {
      opened.silence(true);
    }
  }

  @Override
  public synchronized void ignore(Set<NodeId> senders) {
    ignored = senders;
    if (discovery != null) {
      discovery.ignore(senders);
    }
  }

  @Override
  public synchronized void silence(boolean silentNow) {
    silent = silentNow;
    if (discovery != null) {
      discovery.silence(silentNow);
    }
  }
}
