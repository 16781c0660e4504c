package org.quorama.lab.demos.cluster;

import java.util.List;
import org.quorama.trace.TraceEvent;

/** Who watches simulated clusters beside the script. Told on the thread that acts on them. */
public interface SimulatedAudience {
  /** Nobody. */
  SimulatedAudience NONE = new SimulatedAudience() {};

  /**
   * Hears that a cluster has started, in place of the one before.
   *
   * @param cluster which; what happened so far is told after this
   */
  default void started(DemoCluster cluster) {}

  /**
   * Hears what happened.
   *
   * @param events in their order
   */
  default void happened(List<TraceEvent> events) {}
}
