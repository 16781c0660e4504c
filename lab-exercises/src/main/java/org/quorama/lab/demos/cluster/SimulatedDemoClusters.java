package org.quorama.lab.demos.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.node.ConfigException;
import org.quorama.node.NodeConfig;
import org.quorama.raft.RaftConfig;
import org.quorama.simulation.SimulatedLab;
import org.quorama.trace.TraceEvent;

/**
 * Makes simulated clusters: no processes, no waiting, and the same each time as far as the script
 * decides. Thread-safe.
 */
public final class SimulatedDemoClusters implements DemoClusters {
  /** Who watches simulated clusters beside the script. Told on the thread that acts on them. */
  public interface Audience {
    /** Nobody. */
    Audience NONE = new Audience() {};

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

  private static final long SEED = 1;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_PENDING = 4096;

  private final Audience audience;

  /** Makes some that nobody else watches. */
  public SimulatedDemoClusters() {
    this(Audience.NONE);
  }

  /**
   * Makes some.
   *
   * @param audience sees every cluster that is made
   */
  public SimulatedDemoClusters(Audience audience) {
    this.audience = audience;
  }

  @Override
  public DemoCluster start(int nodes, boolean frozen, Map<String, String> settings) {
    SimulatedDemoCluster cluster =
        new SimulatedDemoCluster(settings(nodes, frozen, settings), audience);
    audience.started(cluster);
    return cluster;
  }

  private static SimulatedLab.Settings settings(
      int nodes, boolean frozen, Map<String, String> keys) {
    Properties properties = new Properties();
    properties.putAll(keys);
    List<String> ids = IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
    properties.setProperty("members", ids.stream().collect(Collectors.joining(",")));
    try {
      NodeConfig config = NodeConfig.of(NodeId.of(ids.get(0)), properties, Path.of("simulated"));
      return settings(nodes, frozen, config);
    } catch (ConfigException e) {
      throw new ClusterException("The script's settings are wrong: " + e.getMessage(), e);
    }
  }

  private static SimulatedLab.Settings settings(int nodes, boolean frozen, NodeConfig config) {
    NodeConfig.Timing timing = config.timing();
    NodeConfig.Replication raft = config.raft();
    return new SimulatedLab.Settings(
        SEED,
        nodes,
        frozen,
        new RaftConfig.Timing(
            timing.electionMin(),
            timing.electionMax(),
            timing.heartbeat(),
            raft.clockDriftPercent() / 100.0),
        raft.features(),
        new RaftConfig.Limits(
            raft.entriesPerMessage(), MAX_BYTES, raft.appendsInFlight(), MAX_PENDING),
        raft.snapshots());
  }
}
