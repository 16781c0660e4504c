package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.SafeMode.Action;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.ServerState;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeStatus;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.MasterTrace.CopyDone;
import org.quorama.trace.MasterTrace.CopyOrdered;

/**
 * What becomes of replicas when processes are killed and come back, leaders among them: nothing
 * that is wanted is deleted, what is missing is made anew, and what is too much goes.
 */
@Timeout(180)
class LiveReplicasIT {
  private static final int FILES = 12;

  /** The racks of the nodes: both are there whichever node is lost. */
  private static final String RACKS = "n1=a,n2=a,n3=b,n4=b,n5=b";

  @TempDir private static Path dir = Path.of("");

  private static @Nullable FiveNodes cluster;

  private final Set<NodeId> down = new LinkedHashSet<>();
  private final StoredFiles files = new StoredFiles(session());

  @BeforeAll
  static void startCluster() {
    Map<String, String> settings =
        Map.of(
            "chunk.size",
            "64KiB",
            "lease.length",
            "1s",
            "deletion.delay",
            "100ms",
            "repair.delay",
            "1s", // whoever is silent for as long as it takes to notice is lost
            "repair.copies",
            "1",
            "racks",
            RACKS,
            "balance.bytes.per.second",
            "0", // nothing is moved but to repair
            "trace.ring",
            "20000");
    cluster = FiveNodes.start(dir.resolve("c"), settings);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @AfterEach
  void allAreUpAgain() {
    safeMode(Action.LEAVE);
    List.copyOf(down).forEach(this::restart);
    files.awaitThreeOfEach(FiveNodes.SOON);
    files.assertIntact();
  }

  private static FiveNodes nodes() {
    return Objects.requireNonNull(cluster);
  }

  private static ClusterSession session() {
    return nodes().session;
  }

  private void kill(NodeId node) {
    session().kill(node);
    down.add(node);
  }

  private void restart(NodeId node) {
    session().restart(node);
    down.remove(node);
  }

  private static void safeMode(Action action) {
    session().client().require(new FileOperation.SafeMode(action));
  }

  /** Waits until the master counts on none of these nodes any more. */
  private void awaitLost(List<NodeId> lost) {
    await()
        .atMost(FiveNodes.SOON)
        .until(
            () ->
                files.chunks().stream()
                    .allMatch(chunk -> Collections.disjoint(chunk.replicas(), lost)));
  }

  @Test
  @DisplayName("F-22 after two kills the chunks with one replica left are copied before the others")
  void theMostUrgentAreCopiedFirstAndOneByOne() {
    NodeStatus leader = nodes().leader();
    files.put("repaired", FILES);
    List<NodeId> lost = twoThatShareSome(nodes().allBut(leader.node()));
    safeMode(Action.ENTER);
    lost.forEach(this::kill);
    awaitLost(lost);
    Map<String, ChunkLocation> left =
        files.chunks().stream()
            .filter(chunk -> chunk.replicas().size() < StoredFiles.REPLICAS)
            .collect(Collectors.toMap(chunk -> chunk.chunk().toString(), Function.identity()));
    assertThat(left.values()).extracting(chunk -> chunk.replicas().size()).contains(1, 2);
    safeMode(Action.LEAVE);

    files.awaitThreeOfEach(FiveNodes.SOON);

    files.assertIntact();
    assertThat(nodes().leader().raft().term()).isEqualTo(leader.raft().term());
    assertOrder(files.traced(leader.node(), MasterTrace.class), left);
  }

  /** Returns two nodes that hold a chunk together, and another that only one of them holds. */
  private List<NodeId> twoThatShareSome(List<NodeId> among) {
    List<List<NodeId>> held = files.chunks().stream().map(ChunkLocation::replicas).toList();
    return among.stream()
        .flatMap(one -> among.stream().map(other -> List.of(one, other)))
        .filter(two -> held.stream().anyMatch(each -> each.containsAll(two)))
        .filter(
            two ->
                held.stream()
                    .anyMatch(each -> each.contains(two.get(0)) != each.contains(two.get(1))))
        .findFirst()
        .orElseThrow();
  }

  /** The last copies go first, none is under way with another, and each has a good source. */
  private static void assertOrder(List<MasterTrace> all, Map<String, ChunkLocation> left) {
    Map<String, Integer> firsts = new LinkedHashMap<>();
    Map<String, Set<NodeId>> good = new TreeMap<>();
    left.forEach((name, chunk) -> good.put(name, new TreeSet<>(chunk.replicas())));
    List<String> underWay = new ArrayList<>();
    for (MasterTrace each : all) {
      if (each instanceof CopyOrdered copy && left.containsKey(copy.chunk())) {
        ChunkLocation before = Objects.requireNonNull(left.get(copy.chunk()));
        firsts.putIfAbsent(copy.chunk(), before.replicas().size());
        underWay.add(copy.chunk());
        assertThat(underWay).as("copied at once").containsOnly(copy.chunk());
        assertThat(good.get(copy.chunk())).as("sources of %s", copy).contains(copy.from());
        assertThat(copy.version()).isGreaterThanOrEqualTo(before.version().number());
      } else if (each instanceof CopyDone done && left.containsKey(done.chunk())) {
        underWay.remove(done.chunk());
        if (done.code().equals(ErrorCode.NONE.name())) {
          Objects.requireNonNull(good.get(done.chunk())).add(done.to());
        }
      }
    }
    assertThat(firsts).containsOnlyKeys(left.keySet());
    assertThat(List.copyOf(firsts.values())).isSorted();
  }

  @Test
  @DisplayName("F-23 a node that comes back after the repair leaves three replicas, never fewer")
  void whatIsTooMuchAfterARepairGoes() {
    Repaired repaired = repaired("trimmed");
    List<ChunkLocation> doubled = repaired.chunks();
    restart(repaired.away());

    awaitTrimmed(files.chunks());

    assertThat(deletions(StoredFiles.names(doubled))).isGreaterThanOrEqualTo(doubled.size());
    files.assertIntact();
    Map<NodeId, String> racks =
        Map.copyOf(
            List.of(RACKS.split(",", -1)).stream()
                .map(each -> each.split("=", -1))
                .collect(Collectors.toMap(each -> NodeId.of(each[0]), each -> each[1])));
    assertThat(files.chunks())
        .allSatisfy(
            chunk ->
                assertThat(chunk.replicas().stream().map(racks::get).distinct())
                    .as("racks of %s", chunk)
                    .hasSize(2));
  }

  /** Has what the fullest follower holds made anew elsewhere; it is down then. */
  private Repaired repaired(String name) {
    files.put(name, FILES);
    NodeId away = fullestFollower();
    List<ChunkLocation> held = heldBy(away, files.chunks());
    assertThat(held).isNotEmpty();
    kill(away);
    awaitLost(List.of(away));
    files.awaitThreeOfEach(FiveNodes.SOON);
    return new Repaired(away, held);
  }

  private NodeId fullestFollower() {
    List<ChunkLocation> all = files.chunks();
    return Collections.max(
        nodes().allBut(nodes().leader().node()),
        Comparator.comparingLong(node -> heldBy(node, all).size()));
  }

  /** A node that is down, and the chunks whose lost replicas there are others of. */
  private record Repaired(NodeId away, List<ChunkLocation> chunks) {}

  private static List<ChunkLocation> heldBy(NodeId node, List<ChunkLocation> chunks) {
    return chunks.stream().filter(chunk -> chunk.replicas().contains(node)).toList();
  }

  /** Waits until each is on three nodes; meanwhile none is on fewer. */
  private void awaitTrimmed(List<ChunkLocation> chunks) {
    await()
        .atMost(FiveNodes.SOON)
        .until(
            () ->
                chunks.stream()
                    .allMatch(
                        chunk -> {
                          List<NodeId> holders = files.holders(chunk);
                          assertThat(holders)
                              .as("%s", chunk)
                              .hasSizeGreaterThanOrEqualTo(StoredFiles.REPLICAS);
                          return holders.size() == StoredFiles.REPLICAS;
                        }));
  }

  /** Returns how many replicas of these chunks were deleted, on all nodes that run. */
  private long deletions(List<String> chunks) {
    return session().nodes().keySet().stream()
        .filter(node -> !down.contains(node))
        .flatMap(node -> files.traced(node, ChunkTrace.ReplicaDeleted.class).stream())
        .filter(deleted -> chunks.contains(deleted.chunk()))
        .count();
  }

  @Test
  @DisplayName("F-18 a leader that dies while it trims replicas has the next one delete no other")
  void theNextLeaderDeletesNothingElse() {
    Repaired repaired = repaired("doubled");
    List<ChunkLocation> doubled = repaired.chunks();
    NodeId old = mostlyWithout(doubled, nodes().allBut(repaired.away()));
    lead(old);
    List<ChunkLocation> elsewhere =
        doubled.stream().filter(chunk -> !files.holders(chunk).contains(old)).toList();
    List<String> names = StoredFiles.names(elsewhere);
    restart(repaired.away());
    await()
        .atMost(FiveNodes.SOON)
        .until(
            () ->
                files.traced(old, MasterTrace.ReplicaTrimmed.class).stream()
                    .anyMatch(trimmed -> names.contains(trimmed.chunk())));
    kill(old);

    awaitTrimmed(elsewhere);

    assertThat(nodes().leader().node()).isNotEqualTo(old);
    assertThat(deletions(names)).isGreaterThanOrEqualTo(elsewhere.size());
  }

  /** Returns the node that has the fewest of these chunks: at least one of them is not there. */
  private NodeId mostlyWithout(List<ChunkLocation> chunks, List<NodeId> among) {
    List<NodeId> all = new ArrayList<>();
    chunks.forEach(chunk -> all.addAll(files.holders(chunk)));
    return Collections.min(
        among, (one, other) -> Collections.frequency(all, one) - Collections.frequency(all, other));
  }

  private static void lead(NodeId node) {
    await()
        .atMost(FiveNodes.SOON)
        .until(
            () ->
                nodes().leader().node().equals(node)
                    || nodes().lead().transferLeadership(node).outcome() == Outcome.OK);
    await().atMost(FiveNodes.SOON).until(() -> nodes().leader().node().equals(node));
  }

  @Test
  @DisplayName(
      "F-25 who is drained is needed by nobody, though another dies meanwhile; he may return")
  void whoIsDrainedIsNotMissed() {
    NodeId leader = nodes().leader().node();
    files.put("drained", FILES);
    NodeId leaving = fullestFollower();
    ArrayList<NodeId> others = new ArrayList<>(nodes().allBut(leader));
    others.remove(leaving);
    NodeId lost = others.get(0);
    kill(lost);
    session().client().require(new FileOperation.Decommission(leaving));

    await().atMost(FiveNodes.SOON).until(() -> nodes().state(leaving) == ServerState.DRAINED);
    await()
        .atMost(FiveNodes.SOON)
        .until(() -> files.chunks().stream().allMatch(it -> isWithout(it, leaving, lost)));
    kill(leaving);
    awaitLost(List.of(leaving, lost));
    files.assertIntact();

    restart(leaving);
    restart(lost);
    session().client().require(new FileOperation.Recommission(leaving));
    await().atMost(FiveNodes.SOON).until(() -> nodes().state(leaving) == ServerState.LIVE);
  }

  /** Tells whether a chunk has enough replicas on other nodes. */
  private static boolean isWithout(ChunkLocation chunk, NodeId... nodes) {
    TreeSet<NodeId> others = new TreeSet<>(chunk.replicas());
    List.of(nodes).forEach(others::remove);
    return others.size() >= StoredFiles.REPLICAS;
  }

  @Test
  @DisplayName("F-16 a new leader collects garbage, and nothing that was made just before it led")
  void theNextLeaderCollectsOnlyGarbage() {
    for (int round = 1; round <= 2; round++) {
      String name = "young" + round;
      FilePath path = FilePath.parse("/garbage" + round);
      StoredFiles deleted = new StoredFiles(session());
      deleted.put(path);
      ChunkLocation garbage = deleted.chunkOf(path);
      NodeStatus leader = nodes().leader();
      files.put(name, FILES / 2);
      session().client().require(new FileOperation.Delete(path));
      // These are being made while the leader goes, and acknowledged by the next one.
      CompletableFuture<StoredFiles> more =
          CompletableFuture.supplyAsync(
              () -> new StoredFiles(session()).put(name + "-more", FILES / 2));
      kill(leader.node());
      assertThat(Leaders.await(session(), leader.raft().term(), FiveNodes.SOON)).isPresent();
      StoredFiles late = more.join();
      List<ChunkLocation> wanted = new ArrayList<>(files.chunks());
      wanted.addAll(late.chunks());

      await().atMost(FiveNodes.SOON).until(() -> files.holders(garbage).isEmpty());

      assertThat(wanted)
          .allSatisfy(
              chunk -> {
                TreeSet<NodeId> awake = new TreeSet<>(chunk.replicas());
                awake.remove(leader.node());
                assertThat(files.holders(chunk)).as("%s", chunk).containsAll(awake);
              });
      restart(leader.node());
      late.assertIntact();
    }
  }
}
