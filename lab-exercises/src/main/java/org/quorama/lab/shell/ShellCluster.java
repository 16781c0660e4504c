package org.quorama.lab.shell;

import java.util.List;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeAddress;
import org.quorama.remote.NodeConnector;

/**
 * What a shell works on.
 *
 * @param client its session
 * @param connector opens connections to single nodes
 * @param servers where some nodes listen
 */
public record ShellCluster(
    QuoramaClient client, NodeConnector connector, List<NodeAddress> servers) {
  /** Copies the list. */
  public ShellCluster {
    servers = List.copyOf(servers);
  }
}
