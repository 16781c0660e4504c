package org.quorama.supervisor;

import java.nio.file.Path;
import org.quorama.remote.ProcessControl;
import org.quorama.remote.SupervisorLink;
import org.quorama.rmi.ClusterSecret;

/** Finds the supervisor of a cluster that another process runs. */
public final class SupervisorPort {
  private SupervisorPort() {}

  /**
   * Connects to the supervisor of a directory.
   *
   * @param clusterDir the cluster's directory
   * @throws IllegalStateException if no cluster runs there
   * @throws org.quorama.remote.NodeUnreachableException if its supervisor does not answer
   */
  public static ProcessControl connect(Path clusterDir) {
    ClusterInfo info = ClusterInfo.read(clusterDir);
    return SupervisorLink.connect(info.supervisor(), ClusterSecret.read(info.secretFile()));
  }
}
