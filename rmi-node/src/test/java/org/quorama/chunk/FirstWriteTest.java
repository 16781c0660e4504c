package org.quorama.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.chunk.OneChunkserver.C;
import static org.quorama.chunk.OneChunkserver.CHUNK_BYTES;
import static org.quorama.chunk.OneChunkserver.CLIENT;
import static org.quorama.chunk.OneChunkserver.DATA;
import static org.quorama.chunk.OneChunkserver.N1;
import static org.quorama.chunk.OneChunkserver.N2;
import static org.quorama.chunk.OneChunkserver.V1;
import static org.quorama.chunk.OneChunkserver.V2;
import static org.quorama.chunk.OneChunkserver.answer;
import static org.quorama.chunk.OneChunkserver.observed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkMessage.CopyChunk;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class FirstWriteTest {
  private static final ByteRange RANGE = new ByteRange(0, 10);
  private static final Mutation.WriteData WRITE = new Mutation.WriteData(RANGE, DATA, true);
  private static final Mutation.FirstWrite OWN = first(N1, N2);
  private static final Mutation.FirstWrite OTHERS = first(N2, N1);
  private static final CallId AGAIN = new CallId(1001);

  private OneChunkserver server = new OneChunkserver();

  private static Mutation.FirstWrite first(NodeId... replicas) {
    return new Mutation.FirstWrite(WRITE, List.of(replicas));
  }

  private List<ChunkEffect> mutate(CallId call, ChunkVersion version, long serial, Mutation what) {
    return server.step(new ChunkInput.MutateArrived(call, new Mutate(C, version, serial, what)));
  }

  private List<ChunkEffect> mutate(Mutation mutation) {
    return mutate(CLIENT, V1, 1, mutation);
  }

  private static ChunkEffect answerTo(CallId call, ErrorCode code) {
    return new ChunkEffect.AnswerMutation(call, new ChunkMessage.MutationReply(code, List.of()));
  }

  /** Has the disk finish what was asked last. */
  private List<ChunkEffect> storedAll() {
    ChunkEffect.StoreVersion version = server.only(ChunkEffect.StoreVersion.class);
    ChunkEffect.ApplyMutation apply = server.only(ChunkEffect.ApplyMutation.class);
    server.stored(version.call(), ErrorCode.NONE);
    return server.stored(apply.call(), ErrorCode.NONE);
  }

  @Test
  @DisplayName(
      "A first write makes the replica and its bytes at the primary, and is forwarded once")
  void primaryMakesTheReplica() {
    List<ChunkEffect> effects = server.write(V1, OWN);
    ChunkEffect.StoreVersion store = server.only(ChunkEffect.StoreVersion.class);
    ChunkEffect.ApplyMutation apply = server.only(ChunkEffect.ApplyMutation.class);
    ChunkEffect.Forward forward = server.only(ChunkEffect.Forward.class);

    assertThat(effects)
        .containsExactly(
            new ChunkEffect.StoreVersion(store.call(), C, V1),
            observed(new ChunkFact.MutationOrdered(C, V1, 1, RANGE)),
            new ChunkEffect.ApplyMutation(apply.call(), C, WRITE),
            new ChunkEffect.Forward(forward.call(), N2, new Mutate(C, V1, 1, OWN)));
    assertThat(server.stored(store.call(), ErrorCode.NONE))
        .as("no lease is held")
        .containsExactly(observed(new ChunkFact.VersionStored(C, V1)));
    assertThat(server.stored(apply.call(), ErrorCode.NONE))
        .containsExactly(observed(new ChunkFact.MutationApplied(C, V1, 1, RANGE)));
    assertThat(server.confirmed(forward.call(), ErrorCode.NONE))
        .containsExactly(answer(ErrorCode.NONE));
    assertThat(server.core().held()).containsExactly(new ReplicaInfo(C, V1, 10));
  }

  @Test
  void secondaryMakesTheReplica() {
    List<ChunkEffect> effects = mutate(OTHERS);
    ChunkEffect.StoreVersion store = server.only(ChunkEffect.StoreVersion.class);
    ChunkEffect.ApplyMutation apply = server.only(ChunkEffect.ApplyMutation.class);

    assertThat(effects)
        .containsExactly(
            new ChunkEffect.StoreVersion(store.call(), C, V1),
            new ChunkEffect.ApplyMutation(apply.call(), C, WRITE));
    assertThat(storedAll())
        .containsExactly(
            observed(new ChunkFact.MutationApplied(C, V1, 1, RANGE)), answer(ErrorCode.NONE));
    assertThat(server.core().held()).containsExactly(new ReplicaInfo(C, V1, 10));
  }

  @Test
  void onlyReplicaNeedsNobody() {
    server.write(V1, first(N1));
    assertThat(storedAll()).endsWith(answer(ErrorCode.NONE));
  }

  @Test
  @DisplayName("Under a first version nothing but the first write is ordered or taken")
  void nothingElseIsOrderedUnderTheFirstVersion() {
    server.write(V1, OWN);
    assertThat(server.write(AGAIN, V1, WRITE))
        .as("while the version is stored")
        .containsExactly(answerTo(AGAIN, ErrorCode.NO_LEASE));
    server = new OneChunkserver();
    server.write(V1, OWN);
    storedAll();
    assertThat(server.write(AGAIN, V1, WRITE)).containsExactly(answerTo(AGAIN, ErrorCode.NO_LEASE));
    assertThat(server.write(AGAIN, V1, new Mutation.AppendData(5, DATA, true)))
        .containsExactly(answerTo(AGAIN, ErrorCode.NO_LEASE));
    assertThat(server.write(AGAIN, V1, new Mutation.Sync()))
        .containsExactly(answerTo(AGAIN, ErrorCode.NO_LEASE));
    assertThat(server.write(AGAIN, V1, OWN))
        .containsExactly(answerTo(AGAIN, ErrorCode.STALE_VERSION));
  }

  @Test
  void theFirstVersionIsNotExtended() {
    server.write(V1, OWN);
    storedAll();
    server.after(Duration.ofSeconds(1));
    assertThat(server.knowMaster().report().leasesWanted()).isEmpty();
    assertThat(server.revoke(AGAIN, V1)).contains(OneChunkserver.grantAnswer(AGAIN, true));
  }

  @Test
  @DisplayName("A replica that is there takes no first write, whatever its version")
  void replicaThatIsThereRefuses() {
    for (ChunkVersion version : List.of(V1, V2)) {
      server = new OneChunkserver(new ReplicaInfo(C, version, 30));
      assertThat(server.write(V1, OWN)).containsExactly(answer(ErrorCode.STALE_VERSION));
      assertThat(mutate(OTHERS)).containsExactly(answer(ErrorCode.STALE_VERSION));
      server = new OneChunkserver();
      server.granted(version, N1);
      assertThat(server.write(V1, OWN)).containsExactly(answer(ErrorCode.STALE_VERSION));
      assertThat(mutate(OTHERS)).containsExactly(answer(ErrorCode.STALE_VERSION));
    }
  }

  @Test
  @DisplayName("F-10 A first write that comes behind the grant of another version is refused")
  void grantThatIsBeingStoredRefuses() {
    server.grant(V2, N2);
    assertThat(server.write(V1, OWN)).containsExactly(answer(ErrorCode.STALE_VERSION));
    assertThat(mutate(OTHERS)).containsExactly(answer(ErrorCode.STALE_VERSION));
  }

  @Test
  @DisplayName("F-10 A grant that comes behind a first write fences it")
  void laterGrantFences() {
    mutate(OTHERS);
    storedAll();
    server.granted(V2, N1);
    assertThat(mutate(AGAIN, V1, 1, OTHERS))
        .as("the same order again, too late")
        .containsExactly(answerTo(AGAIN, ErrorCode.STALE_VERSION));
    assertThat(server.write(V2, WRITE)).hasAtLeastOneElementOfType(ChunkEffect.Forward.class);
  }

  @Test
  void grantThatComesWhileAFirstWriteIsStoredIsAcceptedBehindIt() {
    server.write(V1, OWN);
    ChunkEffect.ApplyMutation apply = server.only(ChunkEffect.ApplyMutation.class);
    ChunkEffect.StoreVersion first = server.only(ChunkEffect.StoreVersion.class);
    server.grant(V2, N1);
    ChunkEffect.StoreVersion second = server.only(ChunkEffect.StoreVersion.class);
    server.stored(first.call(), ErrorCode.NONE);
    server.stored(apply.call(), ErrorCode.NONE);
    assertThat(server.stored(second.call(), ErrorCode.NONE))
        .contains(
            observed(new ChunkFact.VersionStored(C, V2)),
            new ChunkEffect.AnswerGrant(CLIENT, new ChunkMessage.GrantReply(true, 10)));
  }

  @Test
  @DisplayName("F-03 A first write that comes twice is done once, and answered twice")
  void doubledOrderIsAnsweredAsBefore() {
    mutate(OTHERS);
    ChunkEffect.StoreVersion store = server.only(ChunkEffect.StoreVersion.class);
    ChunkEffect.ApplyMutation apply = server.only(ChunkEffect.ApplyMutation.class);
    assertThat(mutate(AGAIN, V1, 1, OTHERS)).as("it waits").isEmpty();
    server.stored(store.call(), ErrorCode.NONE);
    assertThat(server.stored(apply.call(), ErrorCode.NONE))
        .endsWith(answer(ErrorCode.NONE), answerTo(AGAIN, ErrorCode.NONE));
    assertThat(mutate(AGAIN, V1, 1, OTHERS)).containsExactly(answerTo(AGAIN, ErrorCode.NONE));

    Mutation.FirstWrite another =
        new Mutation.FirstWrite(new Mutation.WriteData(RANGE, new DataId(5, 2), true), List.of(N2));
    assertThat(mutate(AGAIN, V1, 1, another))
        .containsExactly(answerTo(AGAIN, ErrorCode.STALE_VERSION));
  }

  @Test
  void failureOfTheDiskIsToldEachTime() {
    mutate(OTHERS);
    ChunkEffect.ApplyMutation apply = server.only(ChunkEffect.ApplyMutation.class);
    server.stored(server.only(ChunkEffect.StoreVersion.class).call(), ErrorCode.NONE);
    assertThat(server.stored(apply.call(), ErrorCode.DATA_NOT_FOUND))
        .containsExactly(answer(ErrorCode.DATA_NOT_FOUND));
    assertThat(mutate(AGAIN, V1, 1, OTHERS))
        .containsExactly(answerTo(AGAIN, ErrorCode.DATA_NOT_FOUND));
  }

  @Test
  @DisplayName("A version that cannot be stored makes no replica, and may be granted again")
  void failedVersionMakesNoReplica() {
    server.write(V1, first(N1));
    ChunkEffect.ApplyMutation apply = server.only(ChunkEffect.ApplyMutation.class);
    server.stored(server.only(ChunkEffect.StoreVersion.class).call(), ErrorCode.NO_SPACE);
    assertThat(server.stored(apply.call(), ErrorCode.NO_SPACE)).hasSize(2);
    assertThat(server.core().held()).isEmpty();
    server.granted(V2, N1);
    assertThat(server.core().held()).containsExactly(new ReplicaInfo(C, V2, 0));
  }

  @Test
  void secondaryThatFailsIsBlamed() {
    server.write(V1, OWN);
    ChunkEffect.Forward forward = server.only(ChunkEffect.Forward.class);
    storedAll();
    assertThat(server.confirmed(forward.call(), ErrorCode.STALE_VERSION))
        .containsExactly(
            observed(new ChunkFact.ReplicaFailed(C, 1, N2)), answer(ErrorCode.REPLICA_FAILED, N2));
  }

  @Test
  void secondaryThatIsSilentIsBlamed() {
    server.write(V1, OWN);
    storedAll();
    assertThat(server.after(Duration.ofSeconds(1)))
        .containsExactly(
            observed(new ChunkFact.ReplicaFailed(C, 1, N2)), answer(ErrorCode.REPLICA_FAILED, N2));
  }

  @Test
  void onlyItsPrimaryOrdersAFirstWrite() {
    for (Mutation.FirstWrite wrong : List.of(OTHERS, first(N2), first())) {
      assertThat(server.write(V1, wrong)).containsExactly(answer(ErrorCode.INVALID));
    }
    assertThat(mutate(first(N2))).containsExactly(answer(ErrorCode.STALE_VERSION));
    assertThat(server.core().held()).isEmpty();
  }

  @Test
  void onlyTheFirstVersionAndTheFirstPlaceAreTaken() {
    assertThat(server.write(V2, OWN)).containsExactly(answer(ErrorCode.STALE_VERSION));
    assertThat(mutate(CLIENT, V2, 1, OTHERS)).containsExactly(answer(ErrorCode.STALE_VERSION));
    assertThat(mutate(CLIENT, V1, 2, OTHERS)).containsExactly(answer(ErrorCode.INVALID));
    assertThat(mutate(CLIENT, V1, 0, OTHERS)).containsExactly(answer(ErrorCode.INVALID));
  }

  @Test
  void moreThanAChunkIsRefused() {
    Mutation.WriteData large =
        new Mutation.WriteData(new ByteRange(CHUNK_BYTES - 9, 10), DATA, true);
    assertThat(server.write(V1, new Mutation.FirstWrite(large, List.of(N1, N2))))
        .containsExactly(answer(ErrorCode.INVALID));
    assertThat(mutate(new Mutation.FirstWrite(large, List.of(N2, N1))))
        .containsExactly(answer(ErrorCode.INVALID));
    assertThat(server.write(V1, OWN)).as("nothing is left").hasSize(4);
  }

  @Test
  void whereTooMuchIsUnderWayNothingIsMade() {
    ChunkId other = new ChunkId(2);
    for (int i = 0; i < 8; i++) {
      Mutate mutate = new Mutate(new ChunkId(10 + i), V1, 1, OTHERS);
      server.step(new ChunkInput.MutateArrived(new CallId(i), mutate));
    }
    assertThat(server.write(V1, OWN)).containsExactly(answer(ErrorCode.OVERLOADED));
    assertThat(server.step(new ChunkInput.MutateArrived(CLIENT, new Mutate(other, V1, 1, OTHERS))))
        .containsExactly(answer(ErrorCode.OVERLOADED));
  }

  @Test
  @DisplayName("A replica that arrives as a copy is there")
  void arrivingReplicaRefuses() {
    server.step(new ChunkInput.CopyArrived(AGAIN, new CopyChunk(C, V1, N2)));
    assertThat(server.write(V1, OWN)).containsExactly(answer(ErrorCode.STALE_VERSION));
    assertThat(mutate(OTHERS)).containsExactly(answer(ErrorCode.STALE_VERSION));
  }

  @Test
  void replicaIsReported() {
    mutate(OTHERS);
    storedAll();
    assertThat(server.knowMaster().report().held()).containsExactly(new ReplicaInfo(C, V1, 10));
  }
}
