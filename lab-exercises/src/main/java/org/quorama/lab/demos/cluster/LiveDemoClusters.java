package org.quorama.lab.demos.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.tree.Scratch;

/** Starts real processes, each cluster in a directory of its own. Thread-safe. */
public final class LiveDemoClusters implements DemoClusters {
  /** A client shows that it lives a few times a session: seldom, while a person reads. */
  private static final String LONG_SESSION = "600s";

  private final Clusters clusters;

  /**
   * Makes one.
   *
   * @param clusters starts the processes
   */
  public LiveDemoClusters(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public DemoCluster start(int nodes, boolean frozen, Map<String, String> settings) {
    Path scratch = Scratch.make("demo");
    Map<String, String> all = new TreeMap<>(Map.of("session.timeout", LONG_SESSION));
    all.putAll(settings);
    all.put("lab", "true");
    all.put("lab.frozen", String.valueOf(frozen));
    boolean started = false;
    try {
      ClusterPlan plan = new ClusterPlan(scratch.resolve("cluster"), nodes, "lab", all, true);
      ClusterSession session = clusters.start(plan);
      started = true;
      return new LiveDemoCluster(session, scratch);
    } finally {
      if (!started) {
        Scratch.discard(scratch);
      }
    }
  }
}
