package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.file.AppendLog;
import org.quorama.simulation.file.FileModel;

/**
 * Scenarios of chunks on five simulated nodes; the rules of CATALOGUE D.1 are checked all along.
 */
class FileScenarioTest {
  private static final FilePath FILE = FileStage.FILE;
  private static final FilePath COPY = FilePath.ROOT.resolve("copy");
  private static final int CHUNK = NodeMaker.CHUNK_BYTES;

  private final FileStage files = new FileStage(Set.of());
  private final SplittableRandom random = new SplittableRandom(7);

  @AfterEach
  void stateIsWhatTheLogMakes() {
    files.cluster().checker().ended();
  }

  @Test
  @DisplayName("F-01: serial writes are defined: all replicas are equal, and equal to a model")
  void serialWritesAreDefined() {
    files.creates(FILE);
    FileModel model = new FileModel(FILE, SyncMode.ALWAYS, CHUNK, 4);
    for (int i = 0; i < 200; i++) {
      ByteRange range = model.draw(random, 300);
      byte[] bytes = new byte[range.length()];
      random.nextBytes(bytes);
      int chunk = (int) (range.offset() / CHUNK);
      int offset = (int) (range.offset() % CHUNK);
      assertThat(files.writes(0, FILE, chunk, offset, Bytes.wrap(bytes)).isOk()).isTrue();
      model.wrote(range, Bytes.wrap(bytes));
    }
    for (int chunk = 0; chunk < model.chunks(); chunk++) {
      OperationValue.ChunkLocation location = files.location(FILE, chunk);
      assertThat(location.replicas()).hasSize(3);
      for (NodeId replica : location.replicas()) {
        Bytes held = files.disk(replica).durable(location.chunk());
        ByteRange whole = new ByteRange((long) chunk * CHUNK, CHUNK);
        assertThat(model.firstDifference(whole, held)).isEqualTo(-1);
      }
    }
  }

  @Test
  @DisplayName("F-02: concurrent writes leave equal replicas, each byte from one of the writes")
  void concurrentWritesAreConsistent() {
    files.creates(FILE);
    for (int i = 0; i < 20; i++) {
      Bytes ones = FileStage.filled(200, 1);
      Bytes twos = FileStage.filled(200, 2);
      AtomicReference<ChunkCalls.Outcome> one =
          files.begins(0, FILE, 0, FileStage.write(i % 5 * 50, ones), ones);
      AtomicReference<ChunkCalls.Outcome> two =
          files.begins(1, FILE, 0, FileStage.write(i % 4 * 50, twos), twos);
      assertThat(files.ended(one).isOk()).isTrue();
      assertThat(files.ended(two).isOk()).isTrue();
    }
    OperationValue.ChunkLocation location = files.location(FILE, 0);
    Bytes first = files.disk(location.replicas().get(0)).durable(location.chunk());
    for (NodeId replica : location.replicas()) {
      assertThat(files.disk(replica).durable(location.chunk())).isEqualTo(first);
    }
    assertThat(first.toArray()).hasSize(400).containsOnly((byte) 1, (byte) 2);
  }

  @Test
  @DisplayName("F-03: a write that a secondary misses is no success; the next try leaves it out")
  void missedWriteIsNoSuccess() {
    OperationValue.ChunkLocation before = written();
    NodeId secondary = secondaryOf(before);
    files.cluster().crash(files.index(secondary));
    ChunkCalls.Outcome outcome = files.writes(0, FILE, 0, 0, FileStage.filled(100, 2));
    assertThat(outcome.isOk()).isTrue();
    OperationValue.ChunkLocation after = files.location(FILE, 0);
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(after.replicas()).doesNotContain(secondary);
  }

  @Test
  @DisplayName("F-04: acknowledged records are intact at their places on every replica")
  void recordsAreIntactAtTheirPlaces() {
    files.creates(FILE);
    AppendLog log = new AppendLog(FILE, CHUNK);
    for (int i = 0; i < 60; i++) {
      List<AppendLog.Appended> records = new ArrayList<>();
      List<AtomicReference<ChunkCalls.Outcome>> begun = new ArrayList<>();
      long floor = log.lastPlace();
      int chunk = log.lastChunk();
      for (int client = 0; client < 5; client++) {
        records.add(log.draw(random));
        Bytes bytes = records.get(client).bytes();
        begun.add(files.begins(client, FILE, chunk, FileStage.append(bytes), bytes));
      }
      for (int client = 0; client < 5; client++) {
        ChunkCalls.Outcome outcome = files.ended(begun.get(client));
        if (outcome.code() == ErrorCode.CHUNK_FULL) {
          log.opened(chunk + 1);
        } else {
          assertThat(outcome.isOk()).isTrue();
          log.opened(chunk);
          long place = (long) chunk * CHUNK + outcome.offset();
          assertThat(log.acknowledged(place, records.get(client), floor)).isEmpty();
        }
      }
    }
    assertThat(log.size()).isGreaterThan(200);
    assertRecordsAreOnAllReplicas(log);
  }

  private void assertRecordsAreOnAllReplicas(AppendLog log) {
    OperationValue.Locations locations = files.locations(FILE);
    log.all()
        .forEach(
            (place, record) -> {
              OperationValue.ChunkLocation location = locations.chunks().get(log.chunkOf(place));
              for (NodeId replica : location.replicas()) {
                Bytes held = files.disk(replica).durable(location.chunk());
                assertThat(AppendLog.parse(held, (int) (place % CHUNK))).isEqualTo(record.id());
              }
            });
  }

  @Test
  @DisplayName("F-05: a record whose acknowledgement is lost is appended again, and is on all")
  void recordIsAppendedAtLeastOnce() {
    files.creates(FILE);
    AppendLog log = new AppendLog(FILE, CHUNK);
    AppendLog.Appended first = log.draw(random);
    files.appends(0, FILE, 0, first.bytes());
    OperationValue.ChunkLocation location = files.location(FILE, 0);
    int secondary = files.index(secondaryOf(location));
    files.cluster().world().network().cut(secondary, files.index(location.primary()));
    AppendLog.Appended second = log.draw(random);
    ChunkCalls.Outcome outcome = files.appends(0, FILE, 0, second.bytes());
    files.stage().heal();

    assertThat(outcome.isOk()).isTrue();
    OperationValue.ChunkLocation after = files.location(FILE, 0);
    for (NodeId replica : after.replicas()) {
      Bytes held = files.disk(replica).durable(after.chunk());
      assertThat(AppendLog.parse(held, (int) outcome.offset())).isEqualTo(second.id());
    }
  }

  @Test
  @DisplayName("F-06: what does not fit goes to the next chunk; the rest is padded on all replicas")
  void recordThatDoesNotFitGoesToTheNextChunk() {
    files.creates(FILE);
    Bytes quarter = FileStage.filled(CHUNK / 4, 1);
    for (int i = 0; i < 3; i++) {
      assertThat(files.appends(0, FILE, 0, quarter).offset()).isEqualTo(i * CHUNK / 4);
    }
    assertThat(files.appends(0, FILE, 0, FileStage.filled(10, 1)).isOk()).isTrue();
    assertThat(files.appends(0, FILE, 0, quarter).code()).isEqualTo(ErrorCode.CHUNK_FULL);
    assertThat(files.appends(0, FILE, 0, quarter).code()).isEqualTo(ErrorCode.CHUNK_FULL);
    assertThat(files.appends(0, FILE, 1, quarter).offset()).isZero();
    OperationValue.ChunkLocation location = files.location(FILE, 0);
    for (NodeId replica : location.replicas()) {
      assertThat(files.disk(replica).durable(location.chunk()).length()).isEqualTo(CHUNK);
    }
  }

  @Test
  @DisplayName("F-07: a primary that dies in the middle of an append takes nothing acknowledged")
  void primaryDiesInTheMiddleOfAnAppend() {
    files.creates(FILE);
    AppendLog log = new AppendLog(FILE, CHUNK);
    for (int effects = 0; effects < 8; effects++) {
      AppendLog.Appended record = log.draw(random);
      OperationValue.ChunkLocation location = append(log, record);
      int primary = files.index(location.primary());
      AppendLog.Appended next = log.draw(random);
      AtomicReference<ChunkCalls.Outcome> begun =
          files.begins(0, FILE, log.lastChunk(), FileStage.append(next.bytes()), next.bytes());
      files.stage().run(1);
      files.cluster().crashInStep(primary, effects);
      ChunkCalls.Outcome outcome = files.ended(begun);
      if (outcome.isOk()) {
        long place = (long) log.lastChunk() * CHUNK + outcome.offset();
        assertThat(log.acknowledged(place, next, log.lastPlace())).isEmpty();
      } else if (outcome.code() == ErrorCode.CHUNK_FULL) {
        log.opened(log.lastChunk() + 1);
      }
      files.node(primary).spare();
      files.cluster().restart(primary);
      files.stage().run(4_500);
    }
    assertRecordsAreOnAllReplicas(log);
  }

  private OperationValue.ChunkLocation append(AppendLog log, AppendLog.Appended record) {
    ChunkCalls.Outcome outcome = files.appends(0, FILE, log.lastChunk(), record.bytes());
    if (outcome.code() == ErrorCode.CHUNK_FULL) {
      log.opened(log.lastChunk() + 1);
      return append(log, record);
    }
    assertThat(outcome.isOk()).isTrue();
    log.opened(log.lastChunk());
    long place = (long) log.lastChunk() * CHUNK + outcome.offset();
    assertThat(log.acknowledged(place, record, log.lastPlace())).isEmpty();
    return files.location(FILE, log.lastChunk());
  }

  @Test
  @DisplayName("F-14: a snapshot is the file at one moment; the first write after it copies")
  void snapshotIsTheFileAtOneMoment() {
    OperationValue.ChunkLocation before = written();
    assertThat(files.perform(new FileOperation.Snapshot(FILE, COPY)).isOk()).isTrue();
    assertThat(files.location(COPY, 0).chunk()).isEqualTo(before.chunk());
    assertThat(files.writes(0, FILE, 0, 0, FileStage.filled(100, 2)).isOk()).isTrue();

    OperationValue.ChunkLocation original = files.location(FILE, 0);
    OperationValue.ChunkLocation copy = files.location(COPY, 0);
    assertThat(original.chunk()).isNotEqualTo(copy.chunk());
    assertBytes(original, 2);
    assertBytes(copy, 1);
  }

  private void assertBytes(OperationValue.ChunkLocation location, int with) {
    for (NodeId replica : location.replicas()) {
      assertThat(files.reads(replica, location.chunk(), location.version()).bytes())
          .isEqualTo(FileStage.filled(100, with));
    }
  }

  @Test
  @DisplayName(
      "F-15: a deleted file comes back within the delay; after it its chunks are collected")
  void deletedFileComesBackOrIsCollected() {
    OperationValue.ChunkLocation before = written();
    assertThat(files.perform(new FileOperation.Delete(FILE)).isOk()).isTrue();
    files.stage().run(3_000);
    assertThat(files.perform(new FileOperation.Undelete(FILE)).isOk()).isTrue();
    assertBytes(files.location(FILE, 0), 1);

    assertThat(files.perform(new FileOperation.Delete(FILE)).isOk()).isTrue();
    files.stage().run(NodeMaker.DELETION_DELAY.toMillis() + 6_000);
    assertThat(files.perform(new FileOperation.Undelete(FILE)).failed(ErrorCode.NOT_FOUND))
        .isTrue();
    assertThat(files.holders(before.chunk(), before.version())).isEmpty();
    assertThat(written().chunk()).isNotEqualTo(before.chunk());
  }

  @Test
  @DisplayName("F-16: a new leader collects nothing that the last committed entry created")
  void newLeaderCollectsNothingThatIsUsed() {
    files.creates(FILE);
    for (int i = 0; i < 12; i++) {
      assertThat(files.writes(0, FILE, i, 0, FileStage.filled(100, 1)).isOk()).isTrue();
      int leader = files.cluster().leader();
      files.cluster().crash(leader);
      files.stage().run(1_200);
      files.cluster().restart(leader);
      files.stage().until("a leader", () -> files.cluster().leader() >= 0);
    }
    files.stage().run(12_000);
    for (OperationValue.ChunkLocation location : files.locations(FILE).chunks()) {
      assertThat(files.holders(location.chunk(), location.version())).isNotEmpty();
      assertBytes(location, 1);
    }
  }

  @Test
  @DisplayName("F-22: when a server is lost, its chunks get new replicas")
  void lostServerIsMadeUpFor() {
    OperationValue.ChunkLocation before = written();
    NodeId lost = secondaryOf(before);
    files.cluster().crash(files.index(lost));
    files.stage().until("three replicas", () -> goodBut(lost, before) == 3, Duration.ofSeconds(40));
    assertThat(files.location(FILE, 0).replicas()).doesNotContain(lost).hasSize(3);
  }

  private int goodBut(NodeId lost, OperationValue.ChunkLocation location) {
    List<NodeId> holders = new ArrayList<>(files.holders(location.chunk(), location.version()));
    holders.remove(lost);
    return holders.size();
  }

  @Test
  @DisplayName("F-23: when a server comes back after repair, one replica too many is deleted")
  void replicaTooManyIsDeleted() {
    OperationValue.ChunkLocation before = written();
    NodeId lost = secondaryOf(before);
    files.cluster().crash(files.index(lost));
    files.stage().until("three replicas", () -> goodBut(lost, before) == 3, Duration.ofSeconds(40));
    files.cluster().restart(files.index(lost));
    files
        .stage()
        .until(
            "three replicas in all",
            () -> files.holders(before.chunk(), before.version()).size() == 3,
            Duration.ofSeconds(40));
    files.stage().run(5_000);
    assertThat(files.holders(before.chunk(), before.version())).hasSize(3);
  }

  @Test
  @DisplayName("F-24: a flipped byte is never read, and its replica is replaced")
  void flippedByteIsNeverRead() {
    OperationValue.ChunkLocation before = written();
    NodeId bad = secondaryOf(before);
    ChunkId flipped = files.disk(bad).flip(5, before.chunk()::equals);
    assertThat(flipped).isEqualTo(before.chunk());
    assertThat(files.reads(bad, before.chunk(), before.version()).code())
        .isEqualTo(ErrorCode.CORRUPT);
    files.stage().until("three good replicas", () -> intact(before) == 3, Duration.ofSeconds(40));
    files.stage().run(3_000);
    assertBytes(files.location(FILE, 0), 1);
  }

  private long intact(OperationValue.ChunkLocation location) {
    return files.holders(location.chunk(), location.version()).stream()
        .filter(node -> files.disk(node).isIntact(location.chunk()))
        .count();
  }

  private OperationValue.ChunkLocation written() {
    files.creates(FILE);
    assertThat(files.writes(0, FILE, 0, 0, FileStage.filled(100, 1)).isOk()).isTrue();
    return files.location(FILE, 0);
  }

  /** Returns a replica that is neither the primary nor the master, if there is one. */
  private NodeId secondaryOf(OperationValue.ChunkLocation location) {
    NodeId leader = files.cluster().world().nodes().get(files.cluster().leader());
    return location.replicas().stream()
        .filter(node -> !node.equals(location.primary()) && !node.equals(leader))
        .findFirst()
        .orElseThrow();
  }
}
