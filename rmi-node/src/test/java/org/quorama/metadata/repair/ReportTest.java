package org.quorama.metadata.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.metadata.operation.OperationValue;

/** What reports tell, and what they do not. */
class ReportTest {
  private static final NodeId N1 = NodeId.of("n1");

  private final CareBench bench = new CareBench(4, CareBench.repair());

  @Test
  @DisplayName("F-17 A report taken before a version was granted does not take it back")
  void reportTakenBeforeAGrantChangesNothing() {
    ChunkId chunk = written();
    NodeId node = bench.holders(chunk).get(0);
    ChunkReport before = full(node);
    bench.pass(CareBench.LEASE);
    ChunkReport old =
        new ChunkReport(
            bench.term(),
            true,
            bench.server(node).number + 1,
            before.held(),
            List.of(),
            List.of(),
            List.of(),
            0,
            0);
    bench.open("/f");
    Orders orders = bench.deliver(node, old);

    assertThat(orders.garbage()).isEmpty();
    assertThat(orders.fullWanted()).as("it was doubted").isTrue();
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-17 Also if reports before it were lost, its number says nothing of its age")
  void lateReportAfterLostOnesChangesNothing() {
    ChunkId chunk = written();
    NodeId node = bench.holders(chunk).get(0);
    bench.pass(CareBench.LEASE);
    for (int lost = 0; lost < 3; lost++) {
      full(node);
    }
    ChunkReport late = full(node);
    bench.open("/f");
    Orders orders = bench.deliver(node, late);

    assertThat(orders.garbage()).isEmpty();
    assertThat(orders.fullWanted()).isTrue();
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-17 A report taken before a chunk was made does not make it missing")
  void reportTakenBeforeACreateChangesNothing() {
    bench.lead();
    bench.reportAll();
    bench.reportAll();
    TreeMap<NodeId, ChunkReport> before = new TreeMap<>();
    bench.servers.keySet().forEach(node -> before.put(node, full(node)));
    ChunkId chunk = bench.write("/f");
    before.forEach(bench::deliver);
    bench.pass(Duration.ofSeconds(1));

    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
    assertThat(bench.holders(chunk)).hasSize(3);
    assertThat(bench.garbage).isEmpty();
  }

  @Test
  @DisplayName("F-17 A full report that was overtaken by a newer one brings nothing back")
  void overtakenReportChangesNothing() {
    ChunkId chunk = written();
    bench.holdCopies = true;
    NodeId node = bench.holders(chunk).get(0);
    ChunkReport old = full(node);
    bench.server(node).disk.remove(chunk);
    bench.deliver(node, full(node));
    bench.passInSilence(CareBench.TIMEOUT.minusSeconds(1));
    bench.deliver(node, old);

    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.UNDER_REPLICATED);
  }

  @Test
  @DisplayName("F-17 A report of an earlier boot, or for an earlier leader, is not heard")
  void reportOfAnotherTimeIsNotHeard() {
    ChunkId chunk = written();
    bench.holdCopies = true;
    NodeId node = bench.holders(chunk).get(0);
    ChunkReport before = full(node);
    bench.server(node).restart();
    bench.server(node).disk.remove(chunk);
    bench.report(node);
    bench.deliver(node, before);
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.UNDER_REPLICATED);

    ChunkReport forEarlier = full(node);
    bench.elect();
    assertThat(bench.deliver(node, forEarlier)).isEqualTo(Orders.NONE);
    assertThat(bench.facts(MasterFact.ChunkserverSeen.class))
        .as("it is no sign of life for this leader")
        .filteredOn(seen -> seen.node().equals(node))
        .hasSize(1);
  }

  /** Has a holder away until its replica is copied; returns who is told to delete, but does not. */
  private NodeId toldToDelete(ChunkId chunk) {
    bench.pass(CareBench.LEASE.multipliedBy(2));
    NodeId silent = bench.holders(chunk).get(0);
    bench.server(silent).up = false;
    bench.pass(CareBench.DELAY.plusSeconds(3));
    bench.deletes = false;
    bench.server(silent).restart();
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.garbage).as("one is told to delete").hasSize(1);
    return bench.garbage.firstKey();
  }

  @Test
  @DisplayName("F-18 What a server was told to delete counts no more until it has reported again")
  void replicaThatIsNamedCountsNoMore() {
    ChunkId chunk = written();
    NodeId told = toldToDelete(chunk);
    List<NodeId> others = bench.holders(chunk).stream().filter(n -> !n.equals(told)).toList();
    assertThat(others).hasSize(3);
    assertThat(located()).as("it may be gone").containsExactlyElementsOf(others);

    NodeId lost = others.get(0);
    bench.server(lost).disk.remove(chunk);
    bench.report(lost);
    bench.step(new MasterInput.TimePassed());
    assertThat(located()).as("it did not join in place of the lost one").doesNotContain(told);

    bench.server(told).disk.remove(chunk);
    bench.deletes = true;
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.livingHolders(chunk)).hasSize(3);
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
  }

  private List<NodeId> located() {
    OperationValue located = bench.ask(new FileOperation.Locate(FilePath.parse("/f"))).value();
    OperationValue.Locations all = (OperationValue.Locations) Objects.requireNonNull(located);
    return all.chunks().get(0).replicas();
  }

  @Test
  @DisplayName("F-17 A missed report is noticed by its number, and a full one is asked for")
  void missedReportLeadsToAFullOne() {
    ChunkId chunk = written();
    NodeId node = bench.holders(chunk).get(0);
    bench.server(node).disk.remove(chunk);
    bench.server(node).report(bench.term());
    Orders orders = bench.deliver(node, bench.server(node).report(bench.term()));
    assertThat(orders.fullWanted()).isTrue();

    assertThat(bench.server(node).full).isTrue();
    bench.report(node);
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.livingHolders(chunk)).hasSize(3);
    assertThat(bench.copies).hasSize(1);
  }

  @Test
  @DisplayName("F-17 A report that comes twice changes nothing")
  void repeatedReportChangesNothing() {
    ChunkId chunk = written();
    NodeId node = bench.holders(chunk).get(0);
    bench.server(node).disk.remove(chunk);
    ChunkReport gone = bench.server(node).report(bench.term());
    bench.server(node).disk.put(chunk, 1L);
    ChunkReport back = bench.server(node).report(bench.term());
    bench.deliver(node, gone);
    bench.deliver(node, back);
    bench.deliver(node, gone);

    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-18 A new leader deletes nothing before every holder has reported to it in full")
  void newLeaderDeletesNothingOnStaleKnowledge() {
    ChunkId chunk = written();
    NodeId told = toldToDelete(chunk);

    bench.garbage.clear();
    NodeId slow = bench.holders(chunk).stream().filter(n -> !n.equals(told)).findFirst().get();
    bench.server(slow).up = false;
    bench.elect();
    bench.servers.values().forEach(server -> server.full = true);
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.garbage).as("not all have reported").isEmpty();

    bench.server(slow).restart();
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.garbage.keySet()).as("the same as before").containsExactly(told);
  }

  @Test
  @DisplayName("F-18 Whoever deletes what an old leader named leaves enough replicas")
  void oldOrderDoesNotAddUpWithANewOne() {
    ChunkId chunk = written();
    NodeId told = toldToDelete(chunk);
    bench.elect();
    bench.servers.values().forEach(server -> server.full = true);
    bench.deletes = true;
    bench.pass(Duration.ofSeconds(2));
    bench.server(told).disk.remove(chunk);
    bench.pass(Duration.ofSeconds(2));

    assertThat(bench.livingHolders(chunk)).hasSize(3);
  }

  @Test
  @DisplayName("F-21 A server that returns without some of its chunks has them made elsewhere")
  void chunksThatAServerLostAreNoticed() {
    ChunkId chunk = written();
    NodeId node = bench.holders(chunk).get(0);
    bench.server(node).disk.remove(chunk);
    bench.server(node).restart();
    bench.pass(Duration.ofSeconds(5));

    assertThat(bench.livingHolders(chunk)).hasSize(3);
    assertThat(bench.copies).hasSize(1);
  }

  @Test
  @DisplayName("F-08 A stale replica is not listed, not a source, not counted, and collected")
  void staleReplicaIsUselessAndCollected() {
    ChunkId chunk = written();
    NodeId stale = bench.holders(chunk).get(0);
    bench.server(stale).up = false;
    bench.pass(Duration.ofSeconds(4));
    bench.ask(new FileOperation.OpenChunk(FilePath.parse("/f"), 0, List.of(stale)));
    bench.deletes = false;
    bench.server(stale).restart();
    bench.pass(Duration.ofSeconds(1));

    OperationValue located = bench.ask(new FileOperation.Locate(FilePath.parse("/f"))).value();
    assertThat(located)
        .isInstanceOfSatisfying(
            OperationValue.Locations.class,
            l -> assertThat(l.chunks().get(0).replicas()).doesNotContain(stale));
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.copies).allSatisfy(c -> assertThat(c.order().source()).isNotEqualTo(stale));
    assertThat(bench.garbage.get(stale)).contains(chunk);
  }

  @Test
  @DisplayName("F-09 A replica with a higher version than the log's makes the log adopt it")
  void higherVersionIsAdopted() {
    ChunkId chunk = written();
    bench.server(bench.holders(chunk).get(0)).disk.put(chunk, 7L);
    bench.pass(Duration.ofSeconds(1));
    bench.pass(CareBench.LEASE);
    bench.open("/f");

    assertThat(bench.health("/f").version().number()).as("never 7 again").isEqualTo(8);
  }

  @Test
  @DisplayName("F-20 Many chunks in one report are taken in one step, and looked at later")
  void manyChunksAreLookedAtInTurns() {
    written();
    CareBench.Server server = bench.server(N1);
    for (int i = 1000; i < 21_000; i++) {
      server.disk.put(new ChunkId(i), 1L);
    }
    server.restart();
    bench.report(N1);
    bench.pass(Duration.ofSeconds(1));

    assertThat(bench.facts(MasterFact.ChunkserverSeen.class))
        .filteredOn(seen -> !seen.alive())
        .isEmpty();
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
  }

  @Test
  void diskFreeTellsOfEveryServer() {
    written();
    bench.server(N1).capacityBytes = 1 << 20;
    bench.reportAll();

    OperationValue value = bench.ask(new FileOperation.DiskFree()).value();
    assertThat(value)
        .isInstanceOfSatisfying(
            OperationValue.Space.class,
            space -> {
              assertThat(space.servers()).hasSize(4);
              OperationValue.ServerSpace first = space.servers().get(0);
              assertThat(first.capacityBytes()).isEqualTo(1 << 20);
              assertThat(first.replicas()).isEqualTo(bench.server(N1).disk.size());
              assertThat(first.rack()).isEqualTo(RepairConfig.NO_RACK);
            });
  }

  @Test
  void checkTellsOfChunksPageByPage() {
    written();
    bench.write("/g");
    FileOperation.CheckFiles first = new FileOperation.CheckFiles(FilePath.ROOT, null, 1);
    OperationValue.ChunkHealthList page = health(first);
    assertThat(page.chunks()).hasSize(1);
    assertThat(page.more()).isTrue();
    FileOperation.CheckFiles next =
        new FileOperation.CheckFiles(FilePath.ROOT, page.chunks().get(0).chunk(), 5);
    OperationValue.ChunkHealthList rest = health(next);
    assertThat(rest.chunks()).extracting(c -> c.path().toString()).containsExactly("/g");
    assertThat(rest.more()).isFalse();
  }

  private OperationValue.ChunkHealthList health(FileOperation check) {
    OperationValue value = Objects.requireNonNull(bench.ask(check).value(), "a value");
    return (OperationValue.ChunkHealthList) value;
  }

  private ChunkReport full(NodeId node) {
    bench.server(node).full = true;
    return bench.server(node).report(bench.term());
  }

  private ChunkId written() {
    bench.lead();
    bench.reportAll();
    ChunkId chunk = bench.write("/f");
    bench.pass(Duration.ofSeconds(1));
    return chunk;
  }
}
