package org.quorama.lab.cluster;

import java.util.List;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeAddress;
import org.quorama.remote.NodeConnector;

/**
 * A cluster that is only known by some of its servers. Thread-safe.
 *
 * @param client of the file system; closed with this
 * @param connector opens connections to single nodes; closed with this
 * @param servers where some nodes listen
 */
public record RemoteCluster(
    QuoramaClient client, NodeConnector connector, List<NodeAddress> servers)
    implements AutoCloseable {
  /** Copies the list. */
  public RemoteCluster {
    servers = List.copyOf(servers);
  }

  @Override
  public void close() {
    client.close();
    connector.close();
  }
}
