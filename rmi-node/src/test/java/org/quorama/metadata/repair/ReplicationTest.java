package org.quorama.metadata.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.OpenChunk;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.ErrorCode;

/** Too few replicas, and too many. */
class ReplicationTest {
  private static final Duration SOON = CareBench.DELAY.plusSeconds(3);
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");

  private CareBench bench = new CareBench(5, CareBench.repair());

  @Test
  @DisplayName("F-22 Lost replicas are made anew from a current source, on servers without one")
  void lostReplicasAreMadeAnew() {
    ChunkId chunk = written("/f");
    List<NodeId> before = bench.holders(chunk);
    bench.server(before.get(0)).up = false;
    bench.pass(SOON);

    assertThat(bench.livingHolders(chunk)).hasSize(3).doesNotContain(before.get(0));
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
    MasterEffect.SendCopy copy = bench.copies.get(0);
    assertThat(before.subList(1, 3)).contains(copy.order().source());
    assertThat(before).doesNotContain(copy.to());
  }

  @Test
  @DisplayName("F-22 A chunk with one replica left goes before those with two")
  void lastCopyGoesFirst() {
    bench = new CareBench(6, new RepairConfig(Map.of(), 1, 1, 1 << 30, CareBench.DELAY, 99, 20, 0));
    bench.lead();
    bench.reportAll();
    for (int i = 0; i < 12; i++) {
      bench.write("/f" + i);
    }
    bench.pass(Duration.ofSeconds(1));
    bench.server(N1).up = false;
    bench.server(N2).up = false;
    bench.pass(CareBench.DELAY.minusSeconds(1));
    bench.copies.clear();
    TreeSet<ChunkId> endangered = new TreeSet<>();
    for (int i = 1; i <= 12; i++) {
      if (bench.livingHolders(new ChunkId(i)).size() == 1) {
        endangered.add(new ChunkId(i));
      }
    }
    bench.pass(SOON);

    assertThat(endangered).isNotEmpty();
    assertThat(bench.copies.stream().map(copy -> copy.order().chunk()).distinct())
        .startsWith(endangered.toArray(new ChunkId[0]));
    for (int i = 1; i <= 12; i++) {
      assertThat(bench.livingHolders(new ChunkId(i))).hasSize(3);
    }
  }

  @Test
  @DisplayName("F-22 Also a shared chunk is repaired whose last version was never confirmed")
  void sharedChunkWithAnOpenVersionIsRepaired() {
    ChunkId chunk = written("/f");
    List<NodeId> holders = bench.holders(chunk);
    bench.pass(CareBench.LEASE.multipliedBy(2));
    ChunkVersion confirmed = bench.health("/f").version();
    bench.commit(
        new MetadataCommand.GrantLease(
            chunk,
            new MetadataCommand.Placement(confirmed.next(), holders.get(0), holders),
            confirmed.number()));
    bench.pass(CareBench.LEASE.multipliedBy(2));
    FileOperation snapshot = new FileOperation.Snapshot(FilePath.parse("/f"), FilePath.parse("/g"));
    assertThat(bench.ask(snapshot).code()).isEqualTo(ErrorCode.NONE);
    bench.server(holders.get(1)).up = false;
    bench.pass(SOON);

    assertThat(bench.livingHolders(chunk)).hasSize(3);
    assertThat(bench.health("/g").health()).isEqualTo(HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-22 No more is copied at once, and no faster, than is allowed")
  void copiesAreThrottled() {
    bench = new CareBench(5, new RepairConfig(Map.of(), 2, 2, 1024, CareBench.DELAY, 99, 20, 0));
    bench.lead();
    bench.reportAll();
    for (int i = 0; i < 10; i++) {
      bench.write("/f" + i);
    }
    bench.pass(Duration.ofSeconds(1));
    bench.holdCopies = true;
    bench.server(N1).up = false;
    bench.pass(SOON.plusSeconds(5));
    assertThat(bench.heldCopies).as("at once").hasSize(2);

    bench.holdCopies = false;
    int before = bench.copies.size();
    bench.answerCopy();
    bench.answerCopy();
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.copies.size() - before).as("at 1 KiB/s").isBetween(1, 3);
  }

  @Test
  @DisplayName("F-22 No server sends or gets more copies at once than is allowed")
  void copiesOfEachServerAreBounded() {
    bench =
        new CareBench(6, new RepairConfig(Map.of(), 16, 1, 1 << 30, CareBench.DELAY, 99, 20, 0));
    bench.lead();
    bench.reportAll();
    for (int i = 0; i < 20; i++) {
      bench.write("/f" + i);
    }
    bench.pass(Duration.ofSeconds(1));
    bench.holdCopies = true;
    bench.server(N1).up = false;
    bench.pass(SOON);
    assertThat(bench.heldCopies).hasSizeBetween(2, 5);
    for (int round = 0; round < 60; round++) {
      assertThat(bench.heldCopies.stream().map(MasterEffect.SendCopy::to)).doesNotHaveDuplicates();
      assertThat(bench.heldCopies.stream().map(copy -> copy.order().source()))
          .doesNotHaveDuplicates();
      if (!bench.heldCopies.isEmpty()) {
        bench.answerCopy();
      }
      bench.pass(Duration.ofMillis(500));
    }
    for (int i = 1; i <= 20; i++) {
      assertThat(bench.livingHolders(new ChunkId(i))).hasSize(3);
    }
  }

  @Test
  @DisplayName("F-22 While a chunk is copied nobody can write under the version that is copied")
  void chunkUnderALeaseIsFencedBeforeItIsCopied() {
    ChunkId chunk = written("/f");
    NodeId silent = bench.holders(chunk).get(1);
    bench.server(silent).up = false;
    bench.pass(SOON);

    assertThat(bench.copies.get(0).order().version().number()).isEqualTo(2);
    bench.server(silent).restart();
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.garbage.get(silent)).as("stale").containsOnly(chunk);
  }

  @Test
  @DisplayName("F-22 A chunk without a lease is copied as it is")
  void chunkAtRestIsCopiedWithoutANewVersion() {
    ChunkId chunk = atRest("/f");
    bench.server(bench.holders(chunk).get(1)).up = false;
    bench.pass(SOON);

    assertThat(bench.copies.get(0).order().version().number()).isEqualTo(1);
    assertThat(bench.livingHolders(chunk)).hasSize(3);
  }

  @Test
  @DisplayName("F-22 A write waits for the copy of its chunk, and then reaches all replicas")
  void openWaitsForTheCopy() {
    ChunkId chunk = written("/f");
    bench.holdCopies = true;
    bench.server(bench.holders(chunk).get(0)).up = false;
    bench.pass(SOON);
    assertThat(bench.heldCopies).hasSize(1);
    OpenChunk open = new OpenChunk(FilePath.parse("/f"), 0, List.of());
    bench.send(open);
    assertThat(bench.replies()).isEmpty();

    bench.answerCopy();
    assertThat(bench.replies()).hasSize(1);
    assertThat(bench.replies().get(0).value())
        .isInstanceOfSatisfying(
            OperationValue.WritableChunk.class,
            chunkNow -> assertThat(chunkNow.location().replicas()).hasSize(3));
  }

  @Test
  @DisplayName("F-22 A copy that fails is tried again, from another source or to another server")
  void failedCopyIsTriedAgain() {
    ChunkId chunk = atRest("/f");
    List<NodeId> before = bench.holders(chunk);
    bench.server(before.get(0)).corrupt.add(chunk);
    bench.server(before.get(0)).told.put(chunk, 1L);
    bench.server(before.get(1)).up = false;
    bench.pass(SOON.plusSeconds(10));

    assertThat(bench.livingHolders(chunk)).hasSize(3);
  }

  @Test
  @DisplayName("F-24 A corrupt replica is replaced first and then removed")
  void corruptReplicaIsReplacedThenRemoved() {
    ChunkId chunk = atRest("/f");
    NodeId bad = bench.holders(chunk).get(0);
    bench.holdCopies = true;
    bench.server(bad).corrupt.add(chunk);
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.heldCopies).hasSize(1);
    assertThat(bench.heldCopies.element().order().source()).isNotEqualTo(bad);
    assertThat(bench.garbage).as("not before there are enough").isEmpty();

    bench.answerCopy();
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.garbage.get(bad)).containsOnly(chunk);
    assertThat(bench.livingHolders(chunk)).hasSize(3).doesNotContain(bad);
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
    assertThat(bench.facts(MasterFact.ReplicaCorrupt.class)).isNotEmpty();
  }

  @Test
  @DisplayName("F-24 With nobody else to hold it a corrupt replica is replaced in its place")
  void corruptReplicaIsReplacedInPlace() {
    bench = new CareBench(3, CareBench.repair());
    ChunkId chunk = atRest("/f");
    bench.server(N2).corrupt.add(chunk);
    bench.pass(Duration.ofSeconds(3));

    assertThat(bench.copies.get(0).to()).isEqualTo(N2);
    assertThat(bench.livingHolders(chunk)).hasSize(3);
    assertThat(bench.garbage).isEmpty();
  }

  @Test
  @DisplayName("F-24 If all replicas are corrupt nothing is removed")
  void allCorruptIsMissing() {
    ChunkId chunk = atRest("/f");
    bench.holders(chunk).forEach(node -> bench.server(node).corrupt.add(chunk));
    bench.pass(SOON);

    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.MISSING);
    assertThat(bench.garbage).isEmpty();
    assertThat(bench.facts(MasterFact.CopyDone.class))
        .allSatisfy(copy -> assertThat(copy.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  @Test
  @DisplayName("F-23 A server that returns after the repair leaves as many replicas as wanted")
  void returnedServerMakesTooMany() {
    ChunkId chunk = atRest("/f");
    NodeId silent = bench.holders(chunk).get(0);
    bench.server(silent).up = false;
    bench.pass(SOON);
    bench.server(silent).restart();
    bench.pass(Duration.ofSeconds(5));

    assertThat(bench.livingHolders(chunk)).hasSize(3);
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
    assertThat(bench.facts(MasterFact.ReplicaTrimmed.class)).hasSize(1);
  }

  @Test
  @DisplayName("F-23 A grant that nobody finished does not keep a replica too many for ever")
  void unfinishedGrantIsEnded() {
    ChunkId chunk = atRest("/f");
    List<NodeId> holders = bench.holders(chunk);
    NodeId silent = holders.get(0);
    bench.server(silent).up = false;
    bench.pass(SOON);
    ChunkVersion confirmed = bench.health("/f").version();
    List<NodeId> two = holders.subList(1, 3);
    bench.commit(
        new MetadataCommand.GrantLease(
            chunk,
            new MetadataCommand.Placement(confirmed.next(), two.get(0), two),
            confirmed.number()));
    bench.server(silent).disk.put(chunk, confirmed.number());
    bench.server(silent).restart();
    bench.elect();
    bench.pass(CareBench.LEASE.multipliedBy(2));

    assertThat(bench.livingHolders(chunk)).hasSize(3);
    assertThat(bench.servers.values())
        .filteredOn(server -> server.disk.containsKey(chunk))
        .hasSize(3);
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-23 The last replica in a rack is never trimmed")
  void lastReplicaInARackStays() {
    Map<NodeId, String> racks = Map.of(N1, "a", N2, "a", N3, "a", N4, "b");
    bench = new CareBench(4, CareBench.repair().withRacks(racks));
    ChunkId chunk = atRest("/f");
    assertThat(bench.holders(chunk)).contains(N4);
    NodeId missing = bench.holders(chunk).contains(N1) ? N2 : N1;
    NodeId silent = bench.holders(chunk).get(0);
    bench.server(silent).up = false;
    bench.pass(SOON);
    assertThat(bench.livingHolders(chunk)).hasSize(3);
    bench.server(silent).restart();
    bench.pass(Duration.ofSeconds(5));

    assertThat(bench.livingHolders(chunk)).hasSize(3).contains(N4);
    assertThat(missing).isNotEqualTo(N4);
  }

  @Test
  @DisplayName("F-23 The only replica that is verified is never trimmed")
  void onlyVerifiedReplicaStays() {
    ChunkId chunk = atRest("/f");
    List<NodeId> before = bench.holders(chunk);
    bench.server(before.get(0)).up = false;
    bench.pass(SOON);
    List<NodeId> after = bench.livingHolders(chunk);
    after.subList(1, 3).forEach(node -> bench.server(node).corrupt.add(chunk));
    bench.holdCopies = true;
    bench.server(before.get(0)).restart();
    bench.pass(Duration.ofSeconds(5));

    assertThat(bench.garbage).isEmpty();
    assertThat(bench.livingHolders(chunk)).containsExactlyInAnyOrder(before.get(0), after.get(0));
  }

  @Test
  void replicasOnTooFewRacksAreSpread() {
    Map<NodeId, String> racks = Map.of(N1, "a", N2, "a", N3, "a", N4, "b");
    bench = new CareBench(4, CareBench.repair().withRacks(racks));
    bench.server(N4).up = false;
    ChunkId chunk = atRest("/f");
    assertThat(bench.holders(chunk)).containsExactly(N1, N2, N3);
    bench.server(N4).restart();
    bench.pass(SOON);

    assertThat(bench.livingHolders(chunk)).hasSize(3).contains(N4);
  }

  @Test
  void copyIsAbortedByANewVersion() {
    ChunkId chunk = atRest("/f");
    bench.holdCopies = true;
    bench.server(bench.holders(chunk).get(0)).up = false;
    bench.pass(SOON);
    MasterEffect.SendCopy copy = bench.heldCopies.element();
    bench.holders(chunk).forEach(node -> bench.server(node).disk.put(chunk, 9L));

    assertThat(bench.perform(copy)).isEqualTo(ErrorCode.STALE_VERSION);
    bench.answerCopy();
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.UNDER_REPLICATED);
  }

  @Test
  void deletedFileIsNotRepairedButCollected() {
    ChunkId chunk = atRest("/f");
    NodeId silent = bench.holders(chunk).get(0);
    bench.ask(new FileOperation.Delete(FilePath.parse("/f")));
    bench.pass(Duration.ofSeconds(3));
    bench.server(silent).up = false;
    bench.pass(SOON);

    assertThat(bench.copies).isEmpty();
    assertThat(bench.servers.values())
        .filteredOn(server -> server.up)
        .allSatisfy(server -> assertThat(server.disk).doesNotContainKey(chunk));
  }

  @Test
  @DisplayName("F-15 A leader that has committed nothing of its own sleeps over what is due")
  void deletionWaitsForTheLeaderToKnowAll() {
    ChunkId chunk = atRest("/f");
    bench.ask(new FileOperation.Delete(FilePath.parse("/f")));
    bench.electWithoutNoOp();
    bench.pass(SOON);
    assertThat(bench.garbage).isEmpty();

    bench.commitNoOp();
    bench.pass(SOON);
    assertThat(bench.servers.values())
        .allSatisfy(server -> assertThat(server.disk).doesNotContainKey(chunk));
  }

  private ChunkId written(String path) {
    bench.lead();
    bench.reportAll();
    ChunkId chunk = bench.write(path);
    bench.pass(Duration.ofSeconds(2));
    return chunk;
  }

  /** Writes a chunk and waits until no lease of it can last. */
  private ChunkId atRest(String path) {
    ChunkId chunk = written(path);
    bench.pass(CareBench.LEASE.multipliedBy(2));
    return chunk;
  }
}
