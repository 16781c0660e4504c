package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftConfig;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

/** Scenarios of replicas that nobody needs any more: they go, and not too early. */
class GarbageScenarioTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Without check-quorum a leader without a majority goes on. */
  private static final Stage.Setting UNCHECKED =
      new Stage.Setting(5, Set.of(RaftConfig.Feature.PRE_VOTE), 0);

  @Test
  @DisplayName(
      "F-08: a replica that missed a version is not listed, refuses reads and is collected")
  void staleReplicaIsCollected() {
    TracedFiles traced = new TracedFiles(Stage.Setting.USUAL);
    FileStage files = traced.files();
    OperationValue.ChunkLocation before = traced.written();
    ChunkId chunk = before.chunk();
    NodeId stale = traced.secondaryOf(before);
    files.cluster().crash(files.index(stale));
    assertThat(files.writes(0, FileStage.FILE, 0, 0, FileStage.filled(100, 2)).isOk()).isTrue();
    files.cluster().restart(files.index(stale));
    ChunkVersion next = files.location(FileStage.FILE, 0).version();
    assertThat(next).isGreaterThan(before.version());
    assertThat(files.disk(stale).version(chunk)).isEqualTo(before.version());
    assertThat(files.location(FileStage.FILE, 0).replicas()).doesNotContain(stale);
    assertThat(files.reads(stale, chunk, next).code()).isEqualTo(ErrorCode.STALE_VERSION);
    assertThat(files.reads(before.primary(), chunk, next).code()).isEqualTo(ErrorCode.NONE);

    files.stage().until("it is collected", () -> files.disk(stale).version(chunk) == null, LONG);
    assertThat(traced.deleted(stale, chunk)).hasSize(1);
    files.stage().until("three replicas", () -> files.holders(chunk, next).size() == 3, LONG);
    for (NodeId holder : files.holders(chunk, next)) {
      assertThat(traced.deleted(holder, chunk)).hasSize(holder.equals(stale) ? 1 : 0);
      assertThat(files.disk(holder).durable(chunk)).isEqualTo(FileStage.filled(100, 2));
    }
  }

  @Test
  @DisplayName("F-08 F-16: an orphan is collected by a leader that committed in its own term only")
  void orphanIsCollectedByALeaderThatKnowsAll() {
    TracedFiles traced = new TracedFiles(UNCHECKED);
    FileStage files = traced.files();
    ChunkId chunk = traced.written().chunk();
    NodeId behind = orphaned(traced, files.location(FileStage.FILE, 0));
    int old = files.cluster().leader();
    files.stage().isolate(List.of(files.index(behind)));
    files.cluster().restart(files.index(behind));
    files.cluster().crash(old);
    int next = files.stage().replaced(old);
    long elected = files.cluster().now();
    long term = files.cluster().term(next);
    files.stage().heal();
    files.stage().isolate(List.of(next, files.index(behind)));
    files.stage().run(8_000);

    NodeId leader = files.cluster().world().nodes().get(next);
    assertThat(files.node(next).leads()).isTrue();
    assertThat(files.cluster().term(next)).isEqualTo(term);
    assertThat(since(elected, traced.on(leader, RaftTrace.CommitAdvanced.class, any -> true)))
        .as("it commits nothing")
        .isEmpty();
    assertThat(
            since(
                elected,
                traced.on(
                    leader,
                    MasterTrace.ChunkserverSeen.class,
                    seen -> seen.alive() && seen.chunkserver().equals(behind))))
        .as("it hears who has the orphan")
        .isNotEmpty();
    assertThat(traced.deleted(behind, chunk)).isEmpty();
    assertThat(files.disk(behind).chunks()).contains(chunk);

    files.stage().heal();
    files.stage().until("it is collected", () -> files.disk(behind).chunks().isEmpty(), LONG);
    assertThat(traced.deleted(behind, chunk)).hasSize(1);
  }

  /** Has a file deleted for good while one server that has it is down; returns which. */
  private static NodeId orphaned(TracedFiles traced, OperationValue.ChunkLocation location) {
    FileStage files = traced.files();
    NodeId behind = traced.secondaryOf(location);
    files.cluster().crash(files.index(behind));
    long end = files.cluster().now() + NodeMaker.DELETION_DELAY.toNanos();
    assertThat(files.perform(new FileOperation.Delete(FileStage.FILE)).isOk()).isTrue();
    ChunkId chunk = location.chunk();
    files
        .stage()
        .until(
            "the others collect it",
            () -> files.holders(chunk, location.version()).equals(List.of(behind)),
            NodeMaker.DELETION_DELAY.plus(LONG));
    for (NodeId other : location.replicas()) {
      assertThat(traced.deleted(other, chunk))
          .hasSize(other.equals(behind) ? 0 : 1)
          .allSatisfy(event -> assertThat(event.timeNanos()).isGreaterThanOrEqualTo(end));
    }
    return behind;
  }

  private static List<TraceEvent> since(long nanos, List<TraceEvent> events) {
    return events.stream().filter(event -> event.timeNanos() >= nanos).toList();
  }
}
