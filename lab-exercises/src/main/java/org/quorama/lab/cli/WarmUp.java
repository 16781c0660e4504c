package org.quorama.lab.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.cluster.NodeId;
import org.quorama.lab.tree.Scratch;
import org.quorama.metadata.operation.FilePath;
import org.quorama.node.NodeConfig;
import org.quorama.node.RunningNode;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;

/**
 * Runs a cluster of one node in this JVM for a second, with a file put and got, so that the classes
 * that every start needs can be archived.
 */
final class WarmUp {
  private static final int BYTES = 300_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private WarmUp() {}

  static int run() {
    Path dir = Scratch.make("warm-up");
    try {
      RmiTimeouts timeouts = RmiTimeouts.defaults();
      timeouts.applyToJvm();
      ClusterSecret secret = ClusterSecret.create(dir.resolve("secret"));
      NodeConfig config = NodeConfig.read(NodeId.of("n1"), settings(dir));
      try (RunningNode node = RunningNode.start(config, timeouts);
          RmiNodeConnector connector = new RmiNodeConnector(secret, timeouts)) {
        use(node, connector);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot warm up", e);
    } finally {
      Scratch.discard(dir);
    }
  }

  private static Path settings(Path dir) throws IOException {
    int discovery = freePort();
    return Files.writeString(
        dir.resolve("node.properties"),
        String.join(
            "\n",
            List.of(
                "members=n1",
                "replication=1",
                "pace=fast",
                "discovery.port=" + discovery,
                "discovery.seeds=127.0.0.1:" + discovery,
                "data.dir=" + dir.resolve("data").toString().replace('\\', '/'),
                "secret.file=" + dir.resolve("secret").toString().replace('\\', '/'))));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void use(RunningNode node, RmiNodeConnector connector) {
    ClientConfig config =
        new ClientConfig(PATIENCE, PATIENCE, Duration.ofMillis(20), Duration.ofMillis(200), 3);
    try (QuoramaClient client = new QuoramaClient(connector, List.of(node.address()), config)) {
      FilePath path = FilePath.parse("/warm");
      client.put(new ByteArrayInputStream(new byte[BYTES]), BYTES, path, TransferProgress.none());
      client.get(path, OutputStream.nullOutputStream(), TransferProgress.none());
      client.list(FilePath.ROOT);
      connector.connect(node.address()).status();
    }
  }
}
