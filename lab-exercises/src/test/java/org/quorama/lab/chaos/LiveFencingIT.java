package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.lab.cluster.Partition;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodePort;
import org.quorama.remote.PushedData;
import org.quorama.trace.ChunkTrace.MutationOrdered;

/**
 * Processes that go on with what they knew before they were stopped or killed: neither their orders
 * nor their bytes count.
 */
@Timeout(180)
class LiveFencingIT {
  private static final int MOST_TRIED = 100;
  private static final int READS = 20;

  @TempDir private static Path dir = Path.of("");

  private static @Nullable FiveNodes cluster;

  private final StoredFiles files = new StoredFiles(session());
  private long pushes;

  @BeforeAll
  static void startCluster() {
    // A lease ends long before the repair of a stopped primary's chunks would fence it.
    Map<String, String> settings =
        Map.of(
            "lab",
            "true",
            "chunk.size",
            "64KiB",
            "lease.length",
            "4s",
            "repair.delay",
            "60s",
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

  private static FiveNodes nodes() {
    return Objects.requireNonNull(cluster);
  }

  private static ClusterSession session() {
    return nodes().session;
  }

  private static void append(FilePath path, String text) {
    long unused = session().client().append(path, Bytes.ofUtf8(text));
  }

  /** Makes a file with a record, whose primary does not lead. */
  private FilePath withPrimaryThatFollows(String name) {
    NodeId leader = nodes().leader().node();
    return IntStream.range(0, MOST_TRIED)
        .mapToObj(i -> FilePath.parse("/" + name + i))
        .peek(path -> files.put(path, new byte[0]))
        .peek(path -> append(path, "before;"))
        .filter(path -> !files.chunkOf(path).primary().equals(leader))
        .findFirst()
        .orElseThrow();
  }

  /** Has a node order a record as a client does that was told of this version. */
  private ErrorCode order(NodeId primary, ChunkLocation told) {
    pushes++;
    DataId id = new DataId(1, pushes);
    List<NodeId> others = told.replicas().stream().filter(node -> !node.equals(primary)).toList();
    PushedData data = PushedData.of(id, Bytes.ofUtf8("late;"), others);
    Mutation record = new Mutation.AppendData(data.length(), id, true);
    NodePort port =
        session().connector().connect(Objects.requireNonNull(session().nodes().get(primary)));
    return port.write(data, new ChunkMessage.Write(told.chunk(), told.version(), record)).code();
  }

  /** Returns how many mutations of a version a node has ordered. */
  private long ordered(NodeId primary, ChunkLocation told) {
    String chunk = told.chunk().toString();
    return files.traced(primary, MutationOrdered.class).stream()
        .filter(each -> each.chunk().equals(chunk) && each.version() == told.version().number())
        .count();
  }

  /** Waits until three replicas are there, all in the version of the master, and reads each. */
  private void awaitEverywhere(FilePath path, String text) {
    await()
        .atMost(FiveNodes.SOON)
        .untilAsserted(
            () -> {
              ChunkLocation chunk = files.chunkOf(path);
              assertThat(files.holders(chunk))
                  .hasSize(StoredFiles.REPLICAS)
                  .containsExactlyInAnyOrderElementsOf(chunk.replicas())
                  .allSatisfy(
                      node ->
                          assertThat(files.ask(node, chunk).bytes()).isEqualTo(Bytes.ofUtf8(text)));
            });
    assertThat(read(session().client(), path)).isEqualTo(text);
  }

  private static String read(QuoramaClient client, FilePath path) {
    return new String(StoredFiles.read(client, path), StandardCharsets.UTF_8);
  }

  private void awaitUnlisted(NodeId node, FilePath path) {
    await().atMost(FiveNodes.SOON).until(() -> !files.chunkOf(path).replicas().contains(node));
  }

  @Test
  @DisplayName("F-10 a primary that was stopped while another was chosen gets nothing confirmed")
  void aPrimaryThatWasReplacedIsFenced() {
    FilePath path = withPrimaryThatFollows("fenced");
    ChunkLocation told = files.chunkOf(path);
    NodeId primary = told.primary();
    CompletableFuture<ErrorCode> late;
    session().pause(primary);
    try {
      late = CompletableFuture.supplyAsync(() -> order(primary, told));
      awaitUnlisted(primary, path);
      append(path, "meanwhile;");
      ChunkLocation now = files.chunkOf(path);
      assertThat(now.version()).isGreaterThan(told.version());
      assertThat(now.primary()).isNotEqualTo(primary);
    } finally {
      session().resume(primary);
    }

    assertThat(late.join()).isNotEqualTo(ErrorCode.NONE);
    assertThat(order(primary, told)).isNotEqualTo(ErrorCode.NONE);
    awaitEverywhere(path, "before;meanwhile;");
  }

  @Test
  @DisplayName("F-10 a primary that was stopped for longer than its lease orders nothing any more")
  void aPrimaryWhoseLeaseEndedOrdersNothing() {
    FilePath path = withPrimaryThatFollows("expired");
    FilePath copy = FilePath.parse("/expired-copy");
    ChunkLocation told = files.chunkOf(path);
    NodeId primary = told.primary();
    long before = ordered(primary, told);
    CompletableFuture<ErrorCode> late;
    session().pause(primary);
    try {
      late = CompletableFuture.supplyAsync(() -> order(primary, told));
      session().client().snapshot(path, copy); // waits until the lease is over for certain
    } finally {
      session().resume(primary);
    }

    assertThat(late.join()).isEqualTo(ErrorCode.NO_LEASE);
    assertThat(ordered(primary, told)).isEqualTo(before);
    assertThat(read(session().client(), copy)).isEqualTo("before;");
    append(path, "after;");
    awaitEverywhere(path, "before;after;");
    awaitEverywhere(copy, "before;");
  }

  @Test
  @DisplayName("F-08 a replica that missed a version is not listed, not read, not copied, and goes")
  void aReplicaThatMissedAVersionIsOfNoUse() {
    FilePath path = withPrimaryThatFollows("stale");
    ChunkLocation told = files.chunkOf(path);
    NodeId leader = nodes().leader().node();
    NodeId stale =
        told.replicas().stream().filter(node -> !node.equals(leader)).findFirst().orElseThrow();
    Laboratory laboratory = new Laboratory(session());
    try (QuoramaClient remembering =
        new QuoramaClient(
            session().connector(),
            List.copyOf(session().nodes().values()),
            ClientConfig.defaults())) {
      assertThat(read(remembering, path)).isEqualTo("before;");
      session().kill(stale);
      awaitUnlisted(stale, path); // an append before that may be there twice
      append(path, "after;");
      ChunkLocation now = files.chunkOf(path);
      assertThat(now.version()).isGreaterThan(told.version());
      // It serves clients again, but no master tells it anything.
      laboratory.setLinks(new Partition(List.of(stale), nodes().allBut(stale), false).rules());
      session().restart(stale);

      assertThat(files.ask(stale, told).bytes()).isEqualTo(Bytes.ofUtf8("before;"));
      assertThat(files.ask(stale, now).code()).isEqualTo(ErrorCode.STALE_VERSION);
      for (int i = 0; i < READS; i++) {
        assertThat(read(remembering, path)).isEqualTo("before;after;");
      }
      assertThat(files.chunkOf(path).replicas()).doesNotContain(stale);
    } finally {
      laboratory.setLinks(List.of());
    }

    awaitEverywhere(path, "before;after;");
    await()
        .atMost(FiveNodes.SOON)
        .untilAsserted(
            () -> assertThat(files.ask(stale, told).bytes()).isNotEqualTo(Bytes.ofUtf8("before;")));
  }
}
