package org.quorama.metadata.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.metadata.operation.OperationValue.ChunkHealth;
import org.quorama.metadata.operation.OperationValue.ChunkHealthList;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth.ReplicaState;

/** Every class of health, of chunks that came to it as chunks do. */
class HealthClassTest {
  private static final Duration SOON = CareBench.DELAY.plusSeconds(3);
  private static final Duration REPORTED = Duration.ofSeconds(1);
  private static final FilePath F = FilePath.parse("/f");
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");

  private CareBench bench = new CareBench(5, CareBench.repair());

  @Test
  void chunkWithAllReplicasIsHealthy() {
    ChunkId chunk = atRest();
    assertClass(chunk, HealthClass.HEALTHY);
  }

  @Test
  void chunkWithoutLivingReplicaIsMissing() {
    ChunkId chunk = atRest();
    bench.holders(chunk).forEach(node -> bench.server(node).up = false);
    bench.pass(SOON);
    assertClass(chunk, HealthClass.MISSING);
  }

  @Test
  void chunkWithTooFewReplicasIsUnderReplicated() {
    ChunkId chunk = atRest();
    bench.holdCopies = true;
    bench.server(bench.holders(chunk).get(0)).up = false;
    bench.pass(SOON);
    assertClass(chunk, HealthClass.UNDER_REPLICATED);
  }

  @Test
  @DisplayName("F-24 A replica found corrupt counts as none; with enough others it gives the class")
  void chunkWithACorruptReplicaBesideEnoughIsOfItsClass() {
    ChunkId chunk = atRest();
    NodeId bad = bench.holders(chunk).get(0);
    bench.deletes = false;
    bench.holdCopies = true;
    bench.server(bad).corrupt.add(chunk);
    bench.pass(REPORTED);
    assertClass(chunk, HealthClass.UNDER_REPLICATED);

    bench.answerCopy();
    bench.report(bench.copies.get(0).to());
    ChunkHealth health = assertClass(chunk, HealthClass.CORRUPT_REPLICA);
    assertThat(states(health, ReplicaState.CORRUPT)).containsExactly(bad);
    assertThat(states(health, ReplicaState.CURRENT)).hasSize(3);

    bench.deletes = true;
    bench.pass(SOON);
    assertClass(chunk, HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-08 A server that missed a version and comes back makes its chunk a stale one")
  void chunkWithAStaleReplicaBesideEnoughIsOfItsClass() {
    ChunkId chunk = atRest();
    NodeId behind = missesAVersion(chunk);
    bench.server(behind).restart();
    bench.report(behind);
    ChunkHealth health = assertClass(chunk, HealthClass.STALE_REPLICA);
    assertThat(states(health, ReplicaState.STALE)).containsExactly(behind);
    assertThat(states(health, ReplicaState.CURRENT)).hasSize(3);

    bench.pass(SOON);
    assertThat(bench.garbage.get(behind)).contains(chunk);
    assertClass(chunk, HealthClass.HEALTHY);
  }

  /** Lets one holder be down while a version is granted and the lost replica is made up for. */
  private NodeId missesAVersion(ChunkId chunk) {
    NodeId behind = bench.holders(chunk).get(0);
    bench.server(behind).up = false;
    bench.pass(SOON);
    assertThat(bench.open("/f")).isEqualTo(chunk);
    bench.pass(CareBench.LEASE.multipliedBy(2));
    assertThat(bench.livingHolders(chunk)).hasSize(3).doesNotContain(behind);
    long version = health(F).get(0).version().number();
    assertThat(bench.server(behind).disk.get(chunk)).isLessThan(version);
    return behind;
  }

  @Test
  void chunkOnOneRackWithAnotherAliveIsMisplaced() {
    Map<NodeId, String> racks = Map.of(N1, "a", N2, "a", N3, "a", N4, "b");
    bench = new CareBench(4, CareBench.repair().withRacks(racks));
    bench.server(N4).up = false;
    ChunkId chunk = atRest();
    assertClass(chunk, HealthClass.HEALTHY);
    bench.holdCopies = true;
    bench.server(N4).restart();
    bench.pass(REPORTED);
    assertClass(chunk, HealthClass.MISPLACED);

    bench.holdCopies = false;
    bench.answerCopy();
    bench.pass(SOON);
    assertThat(bench.livingHolders(chunk)).hasSize(3).contains(N4);
    assertClass(chunk, HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-23 A server that returns after the repair makes its chunk have too many")
  void chunkWithAReplicaTooManyIsOverReplicated() {
    ChunkId chunk = atRest();
    NodeId silent = bench.holders(chunk).get(0);
    bench.server(silent).up = false;
    bench.pass(SOON);
    assertThat(bench.livingHolders(chunk)).hasSize(3);
    bench.deletes = false;
    bench.server(silent).restart();
    bench.report(silent);
    ChunkHealth health = assertClass(chunk, HealthClass.OVER_REPLICATED);
    assertThat(states(health, ReplicaState.CURRENT)).hasSize(4).contains(silent);

    bench.deletes = true;
    bench.pass(SOON);
    assertClass(chunk, HealthClass.HEALTHY);
  }

  @Test
  void ofTwoClassesTheWorseIsTold() {
    ChunkId chunk = atRest();
    NodeId behind = missesAVersion(chunk);
    bench.deletes = false;
    bench.server(behind).restart();
    bench.report(behind);
    assertClass(chunk, HealthClass.STALE_REPLICA);
    bench.holdCopies = true;
    bench.server(bench.livingHolders(chunk).get(0)).corrupt.add(chunk);
    bench.pass(REPORTED);
    assertClass(chunk, HealthClass.UNDER_REPLICATED);
    bench.answerCopy();
    bench.report(bench.copies.get(0).to());
    assertClass(chunk, HealthClass.CORRUPT_REPLICA);
  }

  @Test
  @DisplayName("F-15 The health of / is that of deleted files, too, while they can be brought back")
  void rootCoversWhatCanBeBroughtBack() {
    bench = new CareBench(5, CareBench.repair(), Duration.ofMinutes(10));
    ChunkId kept = atRest();
    ChunkId deleted = bench.write("/g");
    bench.pass(CareBench.LEASE.multipliedBy(2));
    bench.ask(new FileOperation.Snapshot(F, FilePath.parse("/copy")));
    bench.ask(new FileOperation.Delete(FilePath.parse("/copy")));
    bench.ask(new FileOperation.Delete(FilePath.parse("/g")));
    bench.holders(deleted).forEach(node -> bench.server(node).up = false);
    bench.pass(SOON);

    List<ChunkHealth> all = health(FilePath.ROOT);
    assertThat(all).extracting(ChunkHealth::chunk).containsExactly(kept, deleted);
    assertThat(all.get(0).path()).as("the living file of a shared chunk").isEqualTo(F);
    assertThat(all.get(1).path().toString()).startsWith("/.deleted/").endsWith("-g");
    assertThat(all.get(1).health()).isEqualTo(HealthClass.MISSING);
    assertThat(health(FilePath.parse("/.deleted")))
        .extracting(ChunkHealth::chunk)
        .containsExactly(kept, deleted);
    assertThat(health(F)).extracting(ChunkHealth::chunk).containsExactly(kept);

    bench.ask(new FileOperation.Undelete(FilePath.parse("/g")));
    assertThat(health(FilePath.ROOT))
        .extracting(chunk -> chunk.path().toString())
        .containsExactly("/f", "/g");
  }

  /** The chunk is told of once, in one class, however it is asked for. */
  private ChunkHealth assertClass(ChunkId chunk, HealthClass expected) {
    assertThat(health(FilePath.ROOT)).isEqualTo(health(F));
    assertThat(health(F)).hasSize(1);
    ChunkHealth only = health(F).get(0);
    assertThat(only.chunk()).isEqualTo(chunk);
    assertThat(only.health()).isEqualTo(expected);
    return only;
  }

  /** Returns what is told of a path, asked for chunk by chunk. */
  private List<ChunkHealth> health(FilePath path) {
    List<ChunkHealth> all = new ArrayList<>();
    @Nullable ChunkId after = null;
    boolean more = true;
    while (more) {
      FileOperation check = new FileOperation.CheckFiles(path, after, 1);
      ChunkHealthList page =
          (ChunkHealthList) Objects.requireNonNull(bench.ask(check).value(), "a value");
      assertThat(page.chunks()).hasSizeLessThanOrEqualTo(1);
      all.addAll(page.chunks());
      more = page.more();
      after = more ? page.chunks().get(0).chunk() : after;
    }
    return all;
  }

  private static List<NodeId> states(ChunkHealth health, ReplicaState state) {
    return health.replicas().stream()
        .filter(replica -> replica.state() == state)
        .map(ReplicaHealth::node)
        .toList();
  }

  /** Makes a file of one chunk that nobody writes to any more. */
  private ChunkId atRest() {
    bench.lead();
    bench.reportAll();
    ChunkId chunk = bench.write("/f");
    bench.pass(CareBench.LEASE.multipliedBy(2));
    return chunk;
  }
}
