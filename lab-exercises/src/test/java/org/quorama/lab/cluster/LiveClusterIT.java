package org.quorama.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.TransferProgress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FilePath;
import org.quorama.remote.NodeStatus;

@Timeout(150)
class LiveClusterIT {
  private static final int MEGABYTE = 1 << 20;
  private static final FilePath FILE = FilePath.parse("/film");

  @TempDir private Path dir = Path.of("");

  private final LiveClusters clusters = new LiveClusters();

  @Test
  void aPutSurvivesTheLossOfAFollowerAndThenOfTheLeader() {
    byte[] bytes = new byte[40 * MEGABYTE];
    new SplittableRandom(5).nextBytes(bytes);
    Map<String, String> settings = Map.of("chunk.size", "8MiB"); // so that it has several
    ClusterPlan plan = new ClusterPlan(dir.resolve("c"), 5, "fast", settings, true);
    try (ClusterSession session = clusters.start(plan)) {
      leader(session, 0);
      AtomicReference<NodeId> killed = new AtomicReference<>();
      InputStream in =
          new Tripwire(
              new Tripwire(
                  new ByteArrayInputStream(bytes),
                  12 * MEGABYTE,
                  () -> session.kill(followerOf(session))),
              28 * MEGABYTE,
              () -> killed.set(killLeader(session)));
      session.client().put(in, bytes.length, FILE, TransferProgress.none());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      session.client().get(FILE, out, TransferProgress.none());
      assertThat(out.toByteArray()).isEqualTo(bytes);
      assertThat(leader(session, 0).node()).isNotEqualTo(killed.get());
    }
  }

  private static NodeId killLeader(ClusterSession session) {
    NodeId leader = leader(session, 0).node();
    session.kill(leader);
    return leader;
  }

  @Test
  void whatWasStoredIsThereAfterEveryNodeWasKilledAndRestarted() {
    ClusterPlan plan = new ClusterPlan(dir.resolve("c"), 3, "fast", Map.of(), true);
    try (ClusterSession session = clusters.start(plan)) {
      leader(session, 0);
      byte[] bytes = "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      session
          .client()
          .put(new ByteArrayInputStream(bytes), bytes.length, FILE, TransferProgress.none());
      session.nodes().keySet().forEach(session::kill);
      session.nodes().keySet().forEach(session::restart);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      session.client().get(FILE, out, TransferProgress.none());
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void anotherProcessFindsTheClusterAndItsEndIsSeen() {
    ClusterPlan plan = new ClusterPlan(dir.resolve("c"), 3, "fast", Map.of(), true);
    try (ClusterSession session = clusters.start(plan);
        ClusterSession other = clusters.connect(dir.resolve("c"))) {
      NodeStatus leader = leader(session, 0);
      other.kill(leader.node());
      NodeStatus next = leader(other, leader.raft().term());
      assertThat(next.node()).isNotEqualTo(leader.node());
      other.restart(leader.node());
      await().atMost(Duration.ofSeconds(15)).until(() -> other.status(leader.node()).isPresent());
      assertThatExceptionOfType(ClusterException.class)
          .isThrownBy(() -> other.kill(NodeId.of("n9")))
          .withMessageContaining("No node is called n9");
    }
    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(() -> clusters.connect(dir.resolve("c")).close())
        .withMessageContaining("quorama up");
  }

  @Test
  void whenTheSupervisorIsKilledItsNodesGo() throws IOException {
    Path log = dir.resolve("up.log");
    List<String> command = new java.util.ArrayList<>(NodeCommand.java("lab"));
    command.addAll(List.of("-Dquorama.classpath=" + System.getProperty("quorama.classpath")));
    command.addAll(List.of("org.quorama.lab.cli.Main", "up", "--headless", "--pace", "fast"));
    command.addAll(List.of("--nodes", "3", "--dir", dir.resolve("c").toString()));
    Process up =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> java.nio.file.Files.readString(log).contains("leads in term"));
      List<ProcessHandle> nodes = up.descendants().toList();
      assertThat(nodes).hasSizeGreaterThanOrEqualTo(3);
      up.destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      Stream.concat(up.descendants(), Stream.of(up.toHandle()))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static NodeStatus leader(ClusterSession session, long afterTerm) {
    return Leaders.await(session, afterTerm, Duration.ofSeconds(30)).orElseThrow();
  }

  private static NodeId followerOf(ClusterSession session) {
    NodeId leader = leader(session, 0).node();
    // The source is read ahead: the replicas of the first chunk may not be known yet.
    List<NodeId> replicas =
        await()
            .atMost(Duration.ofSeconds(15))
            .until(
                () ->
                    session.client().locate(FILE).chunks().stream()
                        .flatMap(chunk -> chunk.replicas().stream())
                        .toList(),
                known -> known.stream().anyMatch(node -> !node.equals(leader)));
    return replicas.stream().filter(node -> !node.equals(leader)).findFirst().orElseThrow();
  }

  /** Runs something once when so many bytes were read. */
  private static final class Tripwire extends FilterInputStream {
    private final Runnable action;
    private long left;

    Tripwire(InputStream in, long left, Runnable action) {
      super(in);
      this.left = left;
      this.action = action;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      boolean armed = left > 0;
      left -= count;
      if (armed && left <= 0) {
        action.run();
      }
      return count;
    }
  }
}
