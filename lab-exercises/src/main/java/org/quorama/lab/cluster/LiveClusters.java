package org.quorama.lab.cluster;

import java.nio.file.Path;

/** Clusters of real processes on this machine. Thread-safe. */
public final class LiveClusters implements Clusters {
  @Override
  public ClusterSession start(ClusterPlan plan) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public ClusterSession connect(Path clusterDir) {
    throw new UnsupportedOperationException("to come");
  }
}
