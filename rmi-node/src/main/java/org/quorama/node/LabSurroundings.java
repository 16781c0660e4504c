package org.quorama.node;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.discovery.Discovery;
import org.quorama.runtime.lab.Surroundings;
import org.quorama.storage.DataDirectory;
import org.quorama.storage.disk.Disk;
import org.quorama.storage.disk.IllDisk;
import org.quorama.storage.disk.RealDisk;
import org.quorama.trace.FaultTrace.DiskCondition;

/** What a lab's orders reach beside the cores; the discovery may be opened later. Thread-safe. */
final class LabSurroundings implements Surroundings {
  private final Disk real = new RealDisk();
  private final IllDisk disk = new IllDisk(real);

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

  /** Opens a node's directory; its disk can fall ill if the node is a lab. */
  DataDirectory open(NodeConfig config) {
    return DataDirectory.open(
        config.files().dataDir(),
        config.id(),
        config.cluster().name(),
        config.cluster().lab() ? disk : real);
  }

  @Override
  public DiskCondition disk() {
    return disk.condition();
  }

  @Override
  public void setDisk(DiskCondition condition, Duration delay) {
    disk.fallIll(condition, delay);
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
