package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftConfig;

/** Scenarios of what overtakes what on five simulated nodes with files; every rule is checked. */
class FileRaceScenarioTest {
  private static final FilePath FILE = FileStage.FILE;
  private static final FilePath DIRECTORY = FilePath.ROOT.resolve("d");
  private static final FilePath OTHER = FilePath.ROOT.resolve("e");
  private static final Duration MOMENT = Duration.ofNanos(100_000);
  private static final int MUCH = 100;

  /** Without check-quorum a leader that was paused goes on until it hears of its successor. */
  private static final Set<RaftConfig.Feature> UNCHECKED = Set.of(RaftConfig.Feature.PRE_VOTE);

  private final FileStage files = new FileStage(Set.of());
  private final SplittableRandom random = new SplittableRandom(11);

  @AfterEach
  void stateIsWhatTheLogMakes() {
    files.cluster().checker().ended();
  }

  @Test
  @DisplayName("F-12: a secondary that misses a mutation does not skip it, and is left out")
  void gapIsNeverSkipped() {
    OperationValue.ChunkLocation before = written();
    NodeId secondary = secondaryOf(before);
    int primary = files.index(before.primary());
    Bytes twos = FileStage.filled(50, 2);
    files.cluster().world().network().cut(primary, files.index(secondary));
    AtomicReference<ChunkCalls.Outcome> missed =
        files.begins(0, FILE, 0, FileStage.write(0, twos), twos);
    files.cluster().runUntil(() -> begins(before.primary(), before, 2), Duration.ofSeconds(1));
    files.stage().heal();
    Bytes threes = FileStage.filled(50, 3);
    AtomicReference<ChunkCalls.Outcome> next =
        files.begins(1, FILE, 0, FileStage.write(50, threes), threes);
    files.stage().run(100);

    assertThat(files.disk(secondary).durable(before.chunk())).isEqualTo(FileStage.filled(100, 1));
    assertThat(files.ended(missed).isOk()).isTrue();
    assertThat(files.ended(next).isOk()).isTrue();
    OperationValue.ChunkLocation after = files.location(FILE, 0);
    assertThat(after.version()).isGreaterThan(before.version());
    for (NodeId replica : after.replicas()) {
      byte[] held = files.disk(replica).durable(after.chunk()).toArray();
      assertThat(held).hasSize(100).containsOnly((byte) 2, (byte) 3);
    }
  }

  private boolean begins(NodeId node, OperationValue.ChunkLocation location, int with) {
    Bytes held = files.disk(node).durable(location.chunk());
    return held.length() > 0 && held.toArray()[0] == with;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("F-13: data that was evicted before the order is pushed again, and nothing is half")
  void evictedDataIsPushedAgain(boolean atThePrimary) {
    OperationValue.ChunkLocation before = written();
    NodeId forgetful = atThePrimary ? before.primary() : secondaryOf(before);
    Bytes twos = FileStage.filled(100, 2);
    AtomicReference<ChunkCalls.Outcome> begun =
        files.begins(0, FILE, 0, FileStage.write(0, twos), twos);
    for (int moment = 0; moment < MUCH; moment++) {
      files.cluster().run(MOMENT);
      fill(forgetful, moment);
    }

    ChunkCalls.Outcome outcome = files.ended(begun);
    assertThat(outcome.isOk()).isTrue();
    assertThat(outcome.version()).as("under which it was ordered").isNotEqualTo(before.version());
    OperationValue.ChunkLocation after = files.location(FILE, 0);
    for (NodeId replica : after.replicas()) {
      assertThat(files.disk(replica).durable(after.chunk())).isEqualTo(twos);
    }
  }

  /** Pushes so much to a node that it forgets what came before. */
  private void fill(NodeId node, int moment) {
    for (int i = 0; i < MUCH; i++) {
      files.disk(node).push(new DataId(1_000, moment * MUCH + i + 1L), FileStage.filled(1, 9));
    }
  }

  @Test
  @DisplayName("F-17: reports that race with new chunks and versions delete and miss nothing")
  void reportsRaceWithNewChunks() {
    files.creates(FILE);
    for (int chunk = 0; chunk < 40; chunk++) {
      Bytes ones = FileStage.filled(100, 1);
      assertThat(files.writes(chunk % 5, FILE, chunk, 0, ones).isOk()).isTrue();
      int leader = files.cluster().leader();
      if (chunk % 8 == 3) {
        files.cluster().pause(leader);
        files.stage().run(1 + random.nextInt(200));
        files.cluster().resume(leader);
      } else if (chunk % 8 == 7) {
        files.cluster().crash(leader);
        files.stage().run(100);
        files.cluster().restart(leader);
        files.stage().until("a leader", () -> files.cluster().leader() >= 0);
      }
      files.stage().run(random.nextInt(300));
    }
    files.stage().run(6_000);

    for (OperationValue.ChunkLocation location : files.locations(FILE).chunks()) {
      List<NodeId> holders = files.holders(location.chunk(), location.version());
      assertThat(holders).as("holders of %s", location).hasSizeGreaterThanOrEqualTo(3);
      assertThat(location.replicas()).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  @DisplayName(
      "F-27: what is made under a path that is removed or moved is all there or not at all")
  void operationsOnOverlappingPathsAreAtomic() {
    for (int round = 0; round < 40; round++) {
      FilePath below = DIRECTORY.resolve("f");
      assertThat(files.perform(new FileOperation.MakeDirectory(DIRECTORY)).isOk()).isTrue();
      boolean moves = round % 2 == 0;
      int leader = files.cluster().leader();
      Stage.Answer made =
          Stage.begun(files.stage().client(leader), new FileOperation.CreateFile(below));
      files.cluster().run(MOMENT.multipliedBy(random.nextInt(20)));
      Stage.Answer gone =
          Stage.begun(
              files.stage().client((leader + 1) % 5),
              moves
                  ? new FileOperation.Rename(DIRECTORY, OTHER)
                  : new FileOperation.DeleteTree(DIRECTORY));
      files.stage().until("both", () -> made.isThere() && gone.isThere());

      assertThat(gone.result().isOk()).isTrue();
      assertThat(made.result().isOk() || made.result().failed(ErrorCode.NOT_FOUND)).isTrue();
      assertThat(exists(DIRECTORY)).isFalse();
      assertThat(exists(OTHER)).isEqualTo(moves);
      assertThat(exists(OTHER.resolve("f"))).isEqualTo(moves && made.result().isOk());
      if (moves) {
        assertThat(files.perform(new FileOperation.DeleteTree(OTHER)).isOk()).isTrue();
      }
    }
  }

  private boolean exists(FilePath path) {
    return files.perform(new FileOperation.Stat(path)).isOk();
  }

  private OperationValue.ChunkLocation written() {
    files.creates(FILE);
    assertThat(files.writes(0, FILE, 0, 0, FileStage.filled(100, 1)).isOk()).isTrue();
    return files.location(FILE, 0);
  }

  @Test
  @DisplayName("F-18: who was deposed in a pause judges an old report, and takes nothing with it")
  void orderOfDeposedLeaderTakesNothing() {
    FileStage three = new FileStage(new Stage.Setting(3, UNCHECKED, 0), Set.of());
    three.creates(FILE);
    assertThat(three.writes(0, FILE, 0, 0, FileStage.filled(100, 1)).isOk()).isTrue();
    OperationValue.ChunkLocation first = three.location(FILE, 0);
    int deposed = three.cluster().leader();
    int primary = three.index(first.primary());
    int behind = 3 - primary - (primary == deposed ? (deposed + 1) % 3 : deposed);
    Bytes twos = FileStage.filled(100, 2);
    three.cluster().world().network().cut(primary, behind);
    AtomicReference<ChunkCalls.Outcome> outcome =
        three.begins(0, FILE, 0, FileStage.write(0, twos), twos);
    ChunkDisk orderer = three.disk(first.primary());
    three.stage().until("an order", () -> orderer.durable(first.chunk()).equals(twos));
    three.stage().heal();
    assertThat(three.ended(outcome).isOk()).isTrue();
    ChunkDisk disk = three.cluster().chunkDisk(behind);
    assertThat(disk.version(first.chunk())).as("it was left out").isEqualTo(first.version());

    three.cluster().pause(deposed);
    three.stage().until("it is copied there", () -> disk.durable(first.chunk()).equals(twos));
    three.cluster().resume(deposed);
    three.stage().run(3_000);

    assertThat(disk.durable(first.chunk())).isEqualTo(twos);
  }

  private static NodeId secondaryOf(OperationValue.ChunkLocation location) {
    return location.replicas().stream()
        .filter(node -> !node.equals(location.primary()))
        .findFirst()
        .orElseThrow();
  }
}
