package org.quorama.metadata.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.SafeMode.Action;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.protocol.ErrorCode;

/** What a new leader does before it knows enough. */
class SafeModeTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  private final CareBench bench = new CareBench(4, CareBench.repair());

  @Test
  @DisplayName("F-19 With no chunks at all a new leader leaves safe mode at once")
  void withoutChunksSafeModeEndsAtOnce() {
    bench.lead();

    assertThat(bench.safeMode(Action.QUERY).on()).isFalse();
  }

  @Test
  @DisplayName("F-19 Nothing is copied or collected before enough chunks are reported")
  void nothingHappensUntilEnoughIsKnown() {
    ChunkId chunk = written();
    ChunkId gone = bench.write("/gone");
    bench.deletes = false;
    bench.ask(new FileOperation.Delete(FilePath.parse("/gone")));
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.garbage.values()).allSatisfy(named -> assertThat(named).contains(gone));
    bench.garbage.clear();
    bench.servers.values().forEach(server -> server.up = false);
    bench.elect();
    bench.facts.clear();
    bench.passInSilence(CareBench.DELAY.multipliedBy(2));

    assertThat(bench.safeMode(Action.QUERY).on()).isTrue();
    assertThat(bench.copies).isEmpty();
    assertThat(bench.garbage).isEmpty();

    bench.server(bench.holders(chunk).get(0)).restart();
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.safeMode(Action.QUERY).on()).isFalse();
    assertThat(bench.facts(MasterFact.SafeModeChanged.class))
        .extracting(MasterFact.SafeModeChanged::on)
        .contains(false);
  }

  @Test
  @DisplayName("F-19 A server that reports late, but in time, causes no storm of copies")
  void lateServerCausesNoStorm() {
    ChunkId chunk = written();
    NodeId late = bench.holders(chunk).get(2);
    bench.server(late).up = false;
    bench.elect();
    bench.pass(CareBench.DELAY.minusSeconds(1));
    assertThat(bench.safeMode(Action.QUERY).on()).isFalse();
    assertThat(bench.copies).isEmpty();

    bench.server(late).restart();
    bench.pass(CareBench.DELAY.multipliedBy(2));
    assertThat(bench.copies).isEmpty();
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.HEALTHY);
  }

  @Test
  @DisplayName("F-19 An operator enters safe mode, which refuses mutations, and leaves it")
  void safeModeIsEnteredAndLeftByHand() {
    written();
    assertThat(bench.safeMode(Action.ENTER).manual()).isTrue();
    FileOperation make = new FileOperation.MakeDirectory(FilePath.parse("/d"));
    assertThat(bench.ask(make).code()).isEqualTo(ErrorCode.READ_ONLY);
    assertThat(bench.ask(new FileOperation.Stat(FilePath.ROOT)).code()).isEqualTo(ErrorCode.NONE);
    bench.server(N1).up = false;
    bench.pass(CareBench.DELAY.multipliedBy(2));
    assertThat(bench.copies).isEmpty();

    assertThat(bench.safeMode(Action.LEAVE).on()).isFalse();
    assertThat(bench.ask(make).code()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  @DisplayName("F-19 A leader that will never know enough leaves by hand")
  void hopelessSafeModeIsLeftByHand() {
    ChunkId chunk = written();
    bench.holders(chunk).forEach(node -> bench.server(node).up = false);
    bench.elect();
    bench.pass(CareBench.DELAY.multipliedBy(2));
    assertThat(bench.safeMode(Action.QUERY).on()).isTrue();

    assertThat(bench.safeMode(Action.LEAVE).on()).isFalse();
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.MISSING);
  }

  @Test
  @DisplayName("F-19 A chunk that is lost for certain holds up nobody: all its holders reported")
  void lostChunkIsNotWaitedFor() {
    ChunkId chunk = written();
    bench.write("/g");
    NodeId late = bench.holders(chunk).get(0);
    bench.servers.values().forEach(server -> server.disk.remove(chunk));
    bench.server(late).up = false;
    bench.elect();
    bench.servers.values().forEach(server -> server.full = true);
    bench.reportAll();
    assertThat(bench.safeMode(Action.QUERY).on()).as("one may still have it").isTrue();

    bench.server(late).restart();
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.safeMode(Action.QUERY).on()).isFalse();
    assertThat(bench.health("/f").health()).isEqualTo(HealthClass.MISSING);
  }

  @Test
  @DisplayName("F-16 Garbage is named only by a leader that has committed in its own term")
  void orphansAreNamedOnlyAfterAnEntryOfTheOwnTerm() {
    ChunkId chunk = written();
    bench.deletes = false;
    bench.ask(new FileOperation.Delete(FilePath.parse("/f")));
    bench.pass(Duration.ofSeconds(3));
    bench.garbage.clear();
    bench.electWithoutNoOp();
    bench.servers.values().forEach(server -> server.full = true);
    bench.reportAll();
    assertThat(bench.garbage).isEmpty();

    bench.commitNoOp();
    bench.pass(Duration.ofSeconds(1));
    bench.reportAll();
    assertThat(bench.garbage.values()).allSatisfy(named -> assertThat(named).contains(chunk));
    assertThat(bench.garbage).hasSize(3);
  }

  @Test
  @DisplayName("F-16 A chunk that is being made is protected: the log does not know its id yet")
  void chunkBeingMadeIsProtected() {
    written();
    ChunkId made = new ChunkId(77);
    bench.server(N2).disk.put(made, 1L);
    bench.pass(Duration.ofSeconds(3));

    assertThat(bench.garbage.values()).allSatisfy(named -> assertThat(named).doesNotContain(made));
    assertThat(bench.server(N2).disk).containsKey(made);
    assertThat(bench.server(N3).up).isTrue();
  }

  private ChunkId written() {
    bench.lead();
    bench.reportAll();
    ChunkId chunk = bench.write("/f");
    bench.pass(Duration.ofSeconds(1));
    return chunk;
  }
}
