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
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.SafeMode.Action;
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
    put(client, bytes, FILE);
  }

  private static void put(QuoramaClient client, byte[] bytes, FilePath path) {
    client.put(new ByteArrayInputStream(bytes), bytes.length, path, TransferProgress.none());
  }

  private static byte[] get(QuoramaClient client) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get(FILE, out, TransferProgress.none());
    return out.toByteArray();
  }

  @Test
  @DisplayName("no replica can be reached: the message says what to do; then the file is back")
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
  @DisplayName("F-21 a node that comes back without one of its chunks is sent it again")
  void aChunkThatANodeLostIsMadeAnew() throws IOException {
    byte[] bytes = random(40_000);
    FilePath whole = FilePath.parse("/whole");
    BytesOnDisk replicas = new BytesOnDisk(directory, bytes);
    try (SmallCluster cluster = new SmallCluster(directory);
        QuoramaClient client = client(cluster, ClientConfig.defaults())) {
      put(client, bytes);
      put(client, random(30_000), whole);
      NodeId leader = cluster.awaitLeader();
      NodeId loser =
          cluster.nodes().keySet().stream()
              .filter(it -> !it.equals(leader))
              .findFirst()
              .orElseThrow();
      safeMode(client, Action.ENTER); // what is noticed now is mended later
      cluster.stop(loser);
      assertThat(replicas.files()).hasSize(3);
      for (Path file : replicas.files()) {
        if (file.startsWith(cluster.dataOf(loser))) {
          Files.delete(file);
        }
      }
      assertThat(replicas.files()).hasSize(2);
      awaitListed(client, whole, loser, false);
      cluster.startAgain(loser);
      awaitListed(client, whole, loser, true);
      awaitListed(client, FILE, loser, false);

      safeMode(client, Action.LEAVE);

      awaitListed(client, FILE, loser, true);
      assertThat(replicas.files()).hasSize(3);
      assertThat(get(client)).isEqualTo(bytes);
    }
  }

  private static void safeMode(QuoramaClient client, Action action) {
    client.require(new FileOperation.SafeMode(action));
  }

  /** Waits until the master counts on a node's replica of a file, or does not any more. */
  private static void awaitListed(
      QuoramaClient client, FilePath path, NodeId node, boolean listed) {
    await()
        .atMost(SmallCluster.LONG)
        .until(() -> client.locate(path).chunks().get(0).replicas().contains(node) == listed);
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
