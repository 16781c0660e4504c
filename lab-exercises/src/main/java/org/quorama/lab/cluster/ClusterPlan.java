package org.quorama.lab.cluster;

import java.nio.file.Path;
import java.util.Map;

/**
 * What cluster to start. Immutable.
 *
 * @param clusterDir where everything of it lies
 * @param nodes how many nodes, 1 to 9
 * @param pace {@code lab}, slow enough to watch, or {@code fast}
 * @param settings keys of the node's configuration that differ from the pace's
 * @param fresh true to forget what an earlier cluster left in the directory
 */
public record ClusterPlan(
    Path clusterDir, int nodes, String pace, Map<String, String> settings, boolean fresh) {
  private static final int MAX_NODES = 9;

  /**
   * Copies the settings and checks the ranges.
   *
   * @throws IllegalArgumentException if the number of nodes or the pace is another
   */
  public ClusterPlan {
    settings = Map.copyOf(settings);
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new IllegalArgumentException("A cluster has 1 to 9 nodes, not " + nodes);
    }
    if (!pace.equals("lab") && !pace.equals("fast")) {
      throw new IllegalArgumentException("The pace is lab or fast, not " + pace);
    }
  }
}
