package org.quorama.metadata.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ServerState;
import org.quorama.protocol.ErrorCode;

/** Servers that leave and come, and replicas that move. */
class DrainTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N6 = NodeId.of("n6");
  private static final int FILES = 10;

  private CareBench bench = new CareBench(5, CareBench.repair());

  @Test
  @DisplayName("F-25 A drained server holds nothing that a chunk needs, and takes nothing new")
  void drainedServerIsNotNeeded() {
    atRest();
    bench.ask(new FileOperation.Decommission(N1));
    bench.pass(Duration.ofSeconds(10));

    assertThat(stateOf(N1)).isEqualTo(ServerState.DRAINED);
    for (ChunkId chunk : chunks()) {
      assertThat(without(N1, bench.livingHolders(chunk))).hasSize(3);
    }
    bench.write("/new");
    assertThat(bench.holders(new ChunkId(FILES + 1))).doesNotContain(N1);
    assertThat(bench.facts(MasterFact.ServerStateChanged.class))
        .extracting(MasterFact.ServerStateChanged::state)
        .containsExactly(ServerState.DRAINING, ServerState.DRAINED);
  }

  @Test
  @DisplayName("F-25 A server that dies during a drain is made up for as well")
  void deathDuringADrainIsMadeUpFor() {
    atRest();
    bench.ask(new FileOperation.Decommission(N1));
    bench.server(N2).up = false;
    bench.pass(CareBench.DELAY.plusSeconds(10));

    for (ChunkId chunk : chunks()) {
      assertThat(without(N1, bench.livingHolders(chunk))).hasSize(3);
    }
    assertThat(stateOf(N1)).isEqualTo(ServerState.DRAINED);
  }

  @Test
  @DisplayName("F-25 A server taken back in the middle of its drain leaves what is wanted")
  void recommissionLeavesWhatIsWanted() {
    atRest();
    bench.ask(new FileOperation.Decommission(N1));
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.ask(new FileOperation.Recommission(N1)).code()).isEqualTo(ErrorCode.NONE);
    bench.pass(Duration.ofSeconds(10));

    assertThat(stateOf(N1)).isEqualTo(ServerState.LIVE);
    for (ChunkId chunk : chunks()) {
      assertThat(bench.livingHolders(chunk)).hasSize(3);
    }
  }

  @Test
  @DisplayName("F-25 With too few others a drain does not stick")
  void drainWithTooFewOthersEnds() {
    bench = new CareBench(3, CareBench.repair());
    atRest();
    bench.ask(new FileOperation.Decommission(N1));
    bench.pass(Duration.ofSeconds(5));

    assertThat(stateOf(N1)).isEqualTo(ServerState.DRAINED);
    for (ChunkId chunk : chunks()) {
      assertThat(bench.livingHolders(chunk)).as("nothing was removed").hasSize(3);
    }
  }

  @Test
  void drainSurvivesAChangeOfTheLeader() {
    atRest();
    bench.ask(new FileOperation.Decommission(N1));
    bench.elect();
    bench.servers.values().forEach(server -> server.full = true);
    bench.pass(Duration.ofSeconds(30));

    assertThat(stateOf(N1)).isEqualTo(ServerState.DRAINED);
    assertThat(bench.ask(new FileOperation.Decommission(N1)).code()).isEqualTo(ErrorCode.EXISTS);
  }

  @Test
  @DisplayName("F-26 A new server gets its share, and no chunk ever has fewer replicas for it")
  void newServerGetsItsShare() {
    bench = new CareBench(6, balancing());
    bench.server(N6).up = false;
    atRest();
    bench.server(N6).restart();
    for (int second = 0; second < 60; second++) {
      bench.pass(Duration.ofSeconds(1));
      for (ChunkId chunk : chunks()) {
        assertThat(bench.livingHolders(chunk)).hasSizeGreaterThanOrEqualTo(3);
      }
    }
    assertThat(bench.server(N6).disk).hasSizeGreaterThanOrEqualTo(3);
    assertThat(bench.copies).allSatisfy(copy -> assertThat(copy.to()).isEqualTo(N6));
    assertThat(bench.copies).hasSizeLessThan(8);
  }

  @Test
  @DisplayName("F-26 The old replica goes only when the new one is confirmed at the same version")
  void moveWaitsForTheCopy() {
    bench = new CareBench(6, balancing());
    bench.server(N6).up = false;
    atRest();
    bench.holdCopies = true;
    bench.server(N6).restart();
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.heldCopies).hasSize(1);
    ChunkId chunk = bench.heldCopies.element().order().chunk();
    bench.holders(chunk).forEach(node -> bench.server(node).disk.put(chunk, 2L));
    bench.answerCopy();

    assertThat(bench.facts(MasterFact.ReplicaTrimmed.class)).as("aborted").isEmpty();
    assertThat(bench.garbage).isEmpty();
  }

  @Test
  @DisplayName("F-26 Balancing copies no faster than it may, and not at all at a rate of zero")
  void balancingKeepsToItsRate() {
    int secondsACopy = 8;
    List<Integer> copies = copiesBySecond(CareBench.LENGTH / secondsACopy, 3 * secondsACopy);
    for (int second = 0; second < copies.size(); second++) {
      assertThat(copies.get(second))
          .as("after %d s", second + 1)
          .isLessThan(second / secondsACopy + 2);
    }
    assertThat(copies.get(copies.size() - 1)).as("it is used").isEqualTo(3);
    assertThat(copiesBySecond(1 << 20, 3 * secondsACopy))
        .last()
        .asInstanceOf(INTEGER)
        .isGreaterThan(3);
    assertThat(copiesBySecond(0, 3 * secondsACopy)).containsOnly(0);
  }

  /** Returns how many replicas had begun to move after each second with an empty server. */
  private List<Integer> copiesBySecond(long bytesPerSecond, int seconds) {
    bench = new CareBench(6, balancing(bytesPerSecond));
    bench.server(N6).up = false;
    atRest();
    bench.server(N6).restart();
    List<Integer> copies = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      bench.pass(Duration.ofSeconds(1));
      copies.add(bench.copies.size());
    }
    return copies;
  }

  private static RepairConfig balancing() {
    return balancing(1 << 20);
  }

  private static RepairConfig balancing(long bytesPerSecond) {
    return new RepairConfig(Map.of(), 4, 4, 1 << 30, CareBench.DELAY, 99, 30, bytesPerSecond);
  }

  private static List<NodeId> without(NodeId node, List<NodeId> nodes) {
    return nodes.stream().filter(other -> !other.equals(node)).toList();
  }

  private ServerState stateOf(NodeId node) {
    OperationValue value = bench.ask(new FileOperation.DiskFree()).value();
    if (value instanceof OperationValue.Space space) {
      return space.servers().stream()
          .filter(server -> server.node().equals(node))
          .findFirst()
          .orElseThrow()
          .state();
    }
    throw new AssertionError(value);
  }

  private static List<ChunkId> chunks() {
    return java.util.stream.LongStream.rangeClosed(1, FILES).mapToObj(ChunkId::new).toList();
  }

  private void atRest() {
    bench.lead();
    bench.reportAll();
    for (int i = 0; i < FILES; i++) {
      bench.write("/f" + i);
    }
    bench.pass(CareBench.LEASE.multipliedBy(2));
    bench.copies.clear();
  }
}
