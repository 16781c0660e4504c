package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.supervisor.ClusterInfo;
import org.quorama.supervisor.Supervisor;
import org.quorama.supervisor.SupervisorConfig;
import org.quorama.tla.TraceValidator;
import org.quorama.trace.MergedTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;
import org.quorama.trace.TraceInvariants;

/** Five processes of which the leader's is killed, judged by {@code RaftTrace.tla}. */
class LiveKillTraceIT {
  private static final int NODES = 5;
  private static final int WINDOW = 5_000;
  private static final int LOST = 20;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  @DisplayName("A live run in which the leader is killed is judged as far as its trace is known")
  void runWithAKilledLeaderIsAccepted() throws Exception {
    NodeId killed;
    List<NodeId> members;
    try (Supervisor supervisor = start()) {
      members = List.copyOf(supervisor.info().nodes().keySet());
      killed = runWithKill(supervisor);
    }
    List<TraceEvent> recorded = recorded(members);

    assertThat(TraceInvariants.violationsOf(recorded)).isEmpty();
    assertAccepted(members, recorded);
    assertAccepted(members, withoutEnd(killed, recorded));
  }

  private static void assertAccepted(List<NodeId> members, List<TraceEvent> recorded) {
    List<TraceEvent> known = MergedTrace.untilLost(recorded);
    TraceValidator.Verdict verdict =
        TraceValidator.judge(members, known.subList(0, Math.min(WINDOW, known.size())));
    assertThat(verdict.isAccepted()).as(verdict.explanation()).isTrue();
    assertThat(verdict.lines()).isGreaterThan(100);
  }

  /** What a killed node wrote last may never have reached its file. */
  private static List<TraceEvent> withoutEnd(NodeId killed, List<TraceEvent> recorded) {
    List<TraceEvent> firstBoot =
        recorded.stream().filter(event -> isOfFirstBoot(killed, recorded, event)).toList();
    List<TraceEvent> rest = new ArrayList<>(recorded);
    rest.removeAll(firstBoot.subList(firstBoot.size() - LOST, firstBoot.size()));
    return rest;
  }

  private static boolean isOfFirstBoot(NodeId node, List<TraceEvent> all, TraceEvent event) {
    long first =
        all.stream()
            .filter(other -> other.node().equals(node))
            .mapToLong(TraceEvent::incarnation)
            .min()
            .orElseThrow();
    return event.node().equals(node) && event.incarnation() == first;
  }

  private NodeId runWithKill(Supervisor supervisor) {
    ClusterInfo info = supervisor.info();
    ClusterSecret secret = ClusterSecret.read(info.secretFile());
    try (NodeConnector connector = new RmiNodeConnector(secret, RmiTimeouts.defaults());
        QuoramaClient client =
            new QuoramaClient(
                connector,
                List.copyOf(info.nodes().values()),
                ClientConfig.defaults().withOperationTimeout(LONG))) {
      makeDirectories(client, "before");
      NodeId leader =
          await()
              .atMost(LONG)
              .until(() -> leaderOf(info, connector), Optional::isPresent)
              .orElseThrow();
      supervisor.kill(leader);
      makeDirectories(client, "between");
      supervisor.restart(leader);
      makeDirectories(client, "after");
      return leader;
    }
  }

  private static Optional<NodeId> leaderOf(ClusterInfo info, NodeConnector connector) {
    return info.nodes().entrySet().stream()
        .filter(
            node -> {
              try {
                return connector.connect(node.getValue()).status().raft().role() == RoleName.LEADER;
              } catch (NodeUnreachableException e) {
                return false;
              }
            })
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static void makeDirectories(QuoramaClient client, String name) {
    for (int i = 0; i < 5; i++) {
      client.perform(new FileOperation.MakeDirectory(FilePath.parse("/" + name + i)));
    }
  }

  private Supervisor start() {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"));
    String trace = directory.resolve("trace").resolve("{id}.ndjson").toString();
    return Supervisor.start(
        new SupervisorConfig(
            directory.resolve("cluster"), NODES, "fast", Map.of("trace.file", trace), java, true));
  }

  private List<TraceEvent> recorded(List<NodeId> members) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    for (NodeId member : members) {
      Path file = directory.resolve("trace").resolve(member.value() + ".ndjson");
      try (Stream<TraceEvent> trace = TraceFile.read(file)) {
        trace.forEach(events::add);
      }
    }
    return events;
  }
}
