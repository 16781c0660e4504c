package org.quorama.runtime.lab;

import java.time.Duration;
import java.util.Set;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace.DiskCondition;

/** What a lab reaches beside the cores: discovery and the disk. Called by the event loop. */
public interface Surroundings {
  /**
   * Has discovery lose what some members send, in place of those before.
   *
   * @param senders whom this node no longer hears
   */
  void ignore(Set<NodeId> senders);

  /**
   * Has discovery neither hear nor say anything, or do again.
   *
   * @param silent whether it is to be
   */
  void silence(boolean silent);

  /** Returns how the disk behaves. */
  DiskCondition disk();

  /**
   * Makes the disk ill, or healthy again.
   *
   * @param condition how
   * @param delay how much longer forcing takes if it is slow
   */
  void setDisk(DiskCondition condition, Duration delay);
}
