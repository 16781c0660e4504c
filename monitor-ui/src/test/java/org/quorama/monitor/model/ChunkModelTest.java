package org.quorama.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.RepairTrace;
import org.quorama.raft.RoleName;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Health, checksums, copies and histories of chunks, from events alone. */
class ChunkModelTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");
  private static final NodeId N5 = NodeId.of("n5");

  private ClusterModel model = ClusterModel.of(List.of()).fold(RepairTrace.events());

  private ChunkModel chunk(int number) {
    return Objects.requireNonNull(model.chunks().get("c0000000" + number));
  }

  private ChunkModel named(String id) {
    return Objects.requireNonNull(model.chunks().get(id));
  }

  private void happens(NodeId node, TraceDetail detail) {
    TraceEvent sample = RepairTrace.events().get(0);
    long now = model.latestNanos() + 1;
    model = model.fold(new TraceEvent(node, 1, 1, 1, now, sample.state(), detail));
  }

  private void asLeader(NodeId node, long term, TraceDetail detail) {
    RaftSummary state = new RaftSummary(term, RoleName.LEADER, node, node, 9, term, 9, 9, 0);
    model = model.fold(new TraceEvent(node, 1, 1, 1, model.latestNanos() + 1, state, detail));
  }

  @Test
  void whatALeaderFindsThatWasCutOffCountsNoMore() {
    asLeader(N3, 90, new RaftTrace.BecameLeader(List.of(N3, N4, N1)));
    asLeader(N2, 89, new MasterTrace.HealthChanged("c00000005", "MISSING"));
    assertThat(chunk(5).health()).isEmpty();

    asLeader(N3, 90, new MasterTrace.HealthChanged("c00000005", "MISSING"));
    assertThat(chunk(5).health()).isEqualTo("MISSING");
  }

  @Test
  void everyReplicaHasOneState() {
    assertThat(chunk(1).stateOf(N1)).isEqualTo(ReplicaModel.State.CURRENT);
    assertThat(chunk(1).stateOf(N2)).isEqualTo(ReplicaModel.State.CORRUPT);
    assertThat(chunk(1).stateOf(N4)).isEqualTo(ReplicaModel.State.NONE);
    assertThat(chunk(2).stateOf(N1)).isEqualTo(ReplicaModel.State.COPYING);
    assertThat(chunk(3).stateOf(N5)).isEqualTo(ReplicaModel.State.STALE);
    assertThat(chunk(5).stateOf(N1)).isEqualTo(ReplicaModel.State.PLACED);
    assertThat(chunk(1).replicaWord(N2)).isEqualTo("v2 corrupt");
    assertThat(chunk(2).replicaWord(N1)).isEqualTo("from n2");
  }

  @Test
  void aHigherVersionEndsTheLeaseOfTheOneBefore() {
    happens(N1, new MasterTrace.LeaseGranted("c9", 1, N2, List.of(N2, N3), 60_000_000_000L));
    assertThat(named("c9").leaseHolder(model.latestNanos())).isEqualTo(N2);

    happens(N3, new ChunkTrace.VersionStored("c9", 2));
    assertThat(named("c9").leaseHolder(model.latestNanos())).isNull();
    assertThat(named("c9").stateOf(N3)).isEqualTo(ReplicaModel.State.CURRENT);
  }

  @Test
  void theChunkOfASmallFileIsShownThoughNobodyHasALease() {
    happens(N1, new MasterTrace.ChunkPlaced("/f", 0, "c9", List.of(N2, N3)));
    happens(N2, new ChunkTrace.VersionStored("c9", 1));
    assertThat(named("c9").stateOf(N2)).isEqualTo(ReplicaModel.State.CURRENT);
    assertThat(named("c9").stateOf(N3)).isEqualTo(ReplicaModel.State.PLACED);
    assertThat(named("c9").leaseHolder(model.latestNanos())).isNull();
    assertThat(named("c9").path()).isEqualTo("/f");
  }

  @Test
  void aDeletedReplicaIsNotWaitedFor() {
    happens(N1, new MasterTrace.ChunkPlaced("/f", 0, "c9", List.of(N2, N3)));
    assertThat(named("c9").stateOf(N2)).isEqualTo(ReplicaModel.State.PLACED);

    happens(N2, new ChunkTrace.VersionStored("c9", 1));
    happens(N3, new ChunkTrace.VersionStored("c9", 1));
    happens(N2, new ChunkTrace.ReplicaDeleted("c9"));
    assertThat(named("c9").stateOf(N2)).isEqualTo(ReplicaModel.State.NONE);
  }

  @Test
  void whatChunkserversDoIsSaidInASentence() {
    happens(N1, new ChunkTrace.LeaseRevoked("c9", 1));
    happens(N1, new ChunkTrace.AppendPlaced("c9", 1, 4, 512, 1024));
    happens(N1, new ChunkTrace.ChunkPadded("c9", 1, 5, 1536, 100));
    happens(N1, new ChunkTrace.ReplicaCloned("c9", "c10", 2));
    happens(N1, new ChunkTrace.ReplicaDeleted("c9"));
    happens(N1, new MasterTrace.HealthChanged("c9", "UNDER_REPLICATED"));
    happens(N1, new MasterTrace.ChunkserverSeen(N2, true));

    assertThat(model.captions())
        .extracting(Caption::text)
        .contains(
            "n1 is asked to give the lease on c9 back.",
            "n1 puts a record of 1,024 bytes at offset 512 of c9.",
            "n1 pads c9 from offset 1,536: the record goes into the next chunk.",
            "n1 clones c9 as c10 on its own disk.",
            "n1 deletes its replica of c9.",
            "n1 finds c9 under replicated.",
            "n1 hears from chunkserver n2.");
  }

  @Test
  void healthIsWhatTheLeaderSaidLast() {
    assertThat(chunk(2).healthWord()).isEqualTo("under-replicated");
    assertThat(chunk(5).health()).isEqualTo(ChunkModel.HEALTHY);
    assertThat(StatusLines.ENGLISH.ofChunks(model))
        .isEqualTo(
            "5 chunks · 1 corrupt-replica · 1 healthy · 1 missing · 2 under-replicated"
                + " · 2 copies under way · n4 draining");
  }

  @Test
  void aCopyThatIsDoneIsAReplicaWithGoodChecksums() {
    happens(N1, new ChunkTrace.ReplicaCopied("c00000002", 2, N2, 65_536));
    assertThat(chunk(2).stateOf(N1)).isEqualTo(ReplicaModel.State.CURRENT);
    happens(N2, new MasterTrace.CopyOrdered("c00000001", 2, N1, N2, "corrupt"));
    happens(N2, new MasterTrace.CopyDone("c00000001", 2, N2, "NONE"));
    assertThat(chunk(1).stateOf(N2)).isEqualTo(ReplicaModel.State.CURRENT);
    assertThat(model.repairs()).hasSize(1);
  }

  @Test
  void aCopyThatFailedIsNotUnderWay() {
    assertThat(chunk(3).stateOf(N1)).isEqualTo(ReplicaModel.State.NONE);
    assertThat(model.repairs())
        .extracting(Repair::chunk, Repair::from, Repair::to)
        .containsExactly(tuple("c00000002", N2, N1), tuple("c00000003", N3, N2));
  }

  @Test
  void aNewLeaderOrderedNoCopies() {
    happens(N1, new RaftTrace.BecameLeader(List.of(N1, N2, N3)));
    assertThat(model.repairs()).isEmpty();
  }

  @Test
  void aNewLeaderJudgesAnewWhenItsSafeModeIsOver() {
    assertThat(model.care().judged()).isTrue();
    asLeader(N1, 90, new RaftTrace.BecameLeader(List.of(N1, N2, N3)));
    assertThat(chunk(2).healthWord()).isEqualTo("–");
    asLeader(N1, 90, new MasterTrace.SafeModeChanged(true, 0, 5));
    assertThat(chunk(2).healthWord()).isEqualTo("–");
    asLeader(N1, 90, new MasterTrace.SafeModeChanged(false, 5, 5));
    assertThat(chunk(2).healthWord()).isEqualTo("healthy");
  }

  @Test
  void aChunkThatNobodyHoldsIsNoLongerOnTheMap() {
    happens(N5, new ChunkTrace.ReplicaDeleted("c00000004"));
    assertThat(model.chunks()).doesNotContainKey("c00000004").hasSize(4);
  }

  @Test
  void aTrimmedReplicaIsGoneWhenItsServerDeletedIt() {
    happens(N2, new MasterTrace.ReplicaTrimmed("c00000001", N3, "one too many"));
    assertThat(chunk(1).stateOf(N3)).isEqualTo(ReplicaModel.State.CURRENT);
    happens(N3, new ChunkTrace.ReplicaDeleted("c00000001"));
    assertThat(chunk(1).stateOf(N3)).isEqualTo(ReplicaModel.State.NONE);
  }

  @Test
  void leasesAreExtendedAndGivenBack() {
    ChunkModel leased = chunk(5);
    assertThat(leased.leaseHolder(model.latestNanos())).isEqualTo(N3);
    assertThat(leased.lease().fractionLeft(model.latestNanos())).isEqualTo(1);
    happens(N3, new ChunkTrace.LeaseRevoked("c00000005", 1));
    happens(N3, new ChunkTrace.LeaseEnded("c00000005", 1));
    assertThat(chunk(5).leaseHolder(model.latestNanos())).isNull();
  }

  @Test
  void historyTellsWhoSaidWhatInOrder() {
    assertThat(chunk(3).history())
        .extracting(PastEvent::text)
        .containsSubsequence(
            "gives n3 the lease, version 2",
            "holds version 2",
            "finds it under-replicated",
            "orders a copy from n4 to n1: n5 is silent",
            "hears that the copy to n1 failed: NO_SPACE",
            "orders a copy from n3 to n2: n5 is silent");
    assertThat(chunk(3).history()).extracting(PastEvent::timeNanos).isSorted();
    for (int i = 0; i < 100; i++) {
      happens(N3, new ChunkTrace.VersionStored("c00000003", i + 3));
    }
    assertThat(chunk(3).history()).hasSize(ChunkModel.MAX_HISTORY);
  }

  @Test
  void theCareForChunksIsToldInSentences() {
    assertThat(model.captions())
        .extracting(Caption::text)
        .contains(
            "n2 enters safe mode: of 1 of 3 chunks it knows a replica.",
            "n2 hears that the replica of c00000001 on n2 is corrupt.",
            "For n2, chunkserver n4 is draining now.");
    happens(N2, new MasterTrace.SafeModeChanged(true, 2, 5));
    assertThat(StatusLines.ENGLISH.ofChunks(model)).contains("safe mode, 2 of 5 known");
  }
}
