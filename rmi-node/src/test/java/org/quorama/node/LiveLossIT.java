package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.ClientConfig;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.protocol.ErrorCode;

/** Real nodes that are gone or have no room, and what becomes of files. */
class LiveLossIT {
  static final ClientConfig HASTY =
      new ClientConfig(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          1);
  private static final FilePath FILE = FilePath.parse("/file");
  private static final NodeId N3 = NodeId.of("n3");

  @TempDir Path directory;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  private static QuoramaClient client(SmallCluster cluster, ClientConfig config) {
    return new QuoramaClient(
        cluster.connector(), List.copyOf(cluster.members().addresses().values()), config);
  }

  private static void put(QuoramaClient client, byte[] bytes) {
    client.put(new ByteArrayInputStream(bytes), bytes.length, FILE, TransferProgress.none());
  }

  private static byte[] get(QuoramaClient client) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get(FILE, out, TransferProgress.none());
    return out.toByteArray();
  }

  @Test
  @DisplayName("F-21 no replica reachable: the message names the node; with it the file is back")
  void aFileWithoutAReplicaThatCanBeReachedComesBackWithItsNode() {
    byte[] bytes = random(50_000);
    try (SmallCluster cluster = new SmallCluster(directory, Map.of("replication", "1"));
        QuoramaClient client = client(cluster, HASTY)) {
      put(client, bytes);
      NodeId holder = client.locate(FILE).chunks().get(0).primary();
      cluster.stop(holder);
      NodeId unused = cluster.awaitLeader();

      await() // a busy machine may be without a leader for as long as this client is patient
          .atMost(SmallCluster.LONG)
          .untilAsserted(
              () ->
                  assertThatExceptionOfType(OperationFailedException.class)
                      .isThrownBy(() -> get(client))
                      .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NO_REPLICA))
                      .withMessageContaining("restart the nodes that hold it"));

      cluster.startAgain(holder);
      try (QuoramaClient patient = client(cluster, ClientConfig.defaults())) {
        assertThat(get(patient)).isEqualTo(bytes);
      }
    }
  }

  @Test
  @DisplayName("F-24 rot in a file that nobody reads is found by the scanner, and mended")
  void rotThatNobodyReadsIsFoundAndMended() throws IOException {
    byte[] bytes = random(40_000);
    BytesOnDisk replicas = new BytesOnDisk(directory, bytes);
    try (SmallCluster cluster =
            new SmallCluster(directory, Map.of("scan.bytes.per.second", "64MiB"));
        QuoramaClient client = client(cluster, ClientConfig.defaults())) {
      put(client, bytes);
      List<Path> files = replicas.files();
      assertThat(files).hasSize(3);
      replicas.damage(files.get(0));
      assertThat(replicas.files()).hasSize(2);

      await().atMost(SmallCluster.LONG).until(() -> replicas.files().size() == 3);
      assertThat(get(client)).isEqualTo(bytes);
    }
  }

  @Test
  @DisplayName("ST-06 a chunkserver whose disk is full is left out, and nothing is lost")
  void aFullDiskOfOneChunkserverIsLeftOut() throws Exception {
    List<String> smallDisk = NodeProgram.withDiskOf4Megabytes(directory.resolve("data"));
    assumeTrue(NodeProgram.works(smallDisk), "no small file system can be mounted here");
    byte[] bytes = random(6 << 20);
    NodeProgram narrow = new NodeProgram();
    try (SmallCluster cluster = new SmallCluster(directory, Map.of("replication", "2"))) {
      NodeId unused = cluster.awaitLeader();
      cluster.stop(N3);
      startOutside(narrow, smallDisk, cluster);
      ClusterMembers all = cluster.members().with(N3, narrow.awaitReady());
      cluster.meet(all);
      try (QuoramaClient client = client(cluster, ClientConfig.defaults())) {
        put(client, bytes);

        assertThat(get(client)).isEqualTo(bytes);
        List<ChunkLocation> chunks = client.locate(FILE).chunks();
        assertThat(chunks.get(chunks.size() - 1).replicas()).isNotEmpty().doesNotContain(N3);
      }
    } finally {
      narrow.end();
    }
  }

  private void startOutside(NodeProgram narrow, List<String> launcher, SmallCluster cluster)
      throws IOException {
    String seeds =
        cluster.members().addresses().entrySet().stream()
            .map(one -> one.getKey() + "@" + one.getValue())
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    String settings = "members=n1,n2,n3\npace=fast\nreplication=2\nchunk.size=64KiB\nseeds=%s\n";
    Files.writeString(directory.resolve("n3.properties"), settings.formatted(seeds));
    narrow.start("n3", launcher, directory);
  }
}
