package org.quorama.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.chunk.OneChunkserver.C;
import static org.quorama.chunk.OneChunkserver.CLIENT;
import static org.quorama.chunk.OneChunkserver.DATA;
import static org.quorama.chunk.OneChunkserver.N1;
import static org.quorama.chunk.OneChunkserver.N2;
import static org.quorama.chunk.OneChunkserver.V1;
import static org.quorama.chunk.OneChunkserver.V2;
import static org.quorama.chunk.OneChunkserver.grantAnswer;
import static org.quorama.chunk.OneChunkserver.observed;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class CopyTest {
  private static final ChunkId NEW = new ChunkId(7);
  private static final CallId AGAIN = new CallId(1001);
  private static final CallId STORE = new CallId(1);

  private OneChunkserver server = new OneChunkserver(new ReplicaInfo(C, V1, 10));

  @Test
  @DisplayName("F-14 A clone is answered when it is durable, and then is a replica like any other")
  void cloneIsMadeOnTheSameDisk() {
    assertThat(cloned(CLIENT, V1)).containsExactly(new ChunkEffect.CloneLocally(STORE, C, NEW, V2));
    assertThat(cloned(AGAIN, V1)).as("waits with the first").isEmpty();
    assertThat(ended(ErrorCode.NONE, 10))
        .containsExactly(
            observed(new ChunkFact.ReplicaCloned(C, NEW, V2)),
            answer(CLIENT, ErrorCode.NONE),
            answer(AGAIN, ErrorCode.NONE));
    assertThat(cloned(AGAIN, V1)).containsExactly(answer(AGAIN, ErrorCode.NONE));
    assertThat(server.knowMaster().report().held())
        .containsExactly(new ReplicaInfo(C, V1, 10), new ReplicaInfo(NEW, V2, 10));
  }

  @Test
  @DisplayName("F-08 A stale replica is not cloned")
  void staleReplicaIsNotCloned() {
    assertThat(cloned(CLIENT, V2)).containsExactly(answer(CLIENT, ErrorCode.STALE_VERSION));
    server.step(new ChunkInput.CorruptionFound(C));
    assertThat(cloned(CLIENT, V1)).containsExactly(answer(CLIENT, ErrorCode.CORRUPT));
  }

  @Test
  void cloneThatTheDiskRefusesLeavesNothing() {
    cloned(CLIENT, V1);

    assertThat(ended(ErrorCode.NO_SPACE, 0)).containsExactly(answer(CLIENT, ErrorCode.NO_SPACE));
    assertThat(server.knowMaster().report().held()).hasSize(1);
  }

  @Test
  void replicaIsPulledUnderExactlyTheVersion() {
    assertThat(copied(NEW, V2)).containsExactly(new ChunkEffect.PullReplica(STORE, NEW, V2, N2));
    assertThat(ended(ErrorCode.NONE, 33))
        .containsExactly(
            observed(new ChunkFact.ReplicaCopied(NEW, V2, N2, 33)), answer(CLIENT, ErrorCode.NONE));
    assertThat(copied(NEW, V2)).containsExactly(answer(CLIENT, ErrorCode.NONE));
    assertThat(copied(NEW, V1)).containsExactly(answer(CLIENT, ErrorCode.STALE_VERSION));
  }

  @Test
  @DisplayName("F-08 A stale replica is replaced by a pulled one; until then nothing changes it")
  void staleReplicaIsReplaced() {
    server.granted(V2, N1);
    ChunkVersion newer = new ChunkVersion(3);
    assertThat(copied(C, newer)).contains(observed(new ChunkFact.LeaseEnded(C, V2)));
    Mutation write = new Mutation.WriteData(new ByteRange(0, 10), DATA, true);
    assertThat(server.write(V2, write)).noneMatch(ChunkEffect.ApplyMutation.class::isInstance);
    assertThat(server.grant(newer.next(), N1)).containsExactly(grantAnswer(CLIENT, false));

    server.step(new ChunkInput.CopyEnded(new CallId(2), ErrorCode.NONE, 33));
    assertThat(server.knowMaster().report().held()).containsExactly(new ReplicaInfo(C, newer, 33));
  }

  @Test
  void corruptReplicaIsReplacedByOneOfTheSameVersion() {
    server.step(new ChunkInput.CorruptionFound(C));
    copied(C, V1);
    ended(ErrorCode.NONE, 10);

    ChunkMessage.ChunkReport report = server.knowMaster().report();
    assertThat(report.corrupt()).isEmpty();
    assertThat(report.held()).containsExactly(new ReplicaInfo(C, V1, 10));
  }

  @Test
  @DisplayName("F-17 A replica that arrives is not deleted")
  void arrivingReplicaIsNotDeleted() {
    copied(C, V2);
    ChunkEffect.SendReport report = server.knowMaster();
    ChunkMessage.Orders garbage =
        new ChunkMessage.Orders(List.of(C), List.of(), OneChunkserver.LEASE, false);

    assertThat(server.answer(report, garbage)).noneMatch(ChunkEffect.DeleteChunk.class::isInstance);
  }

  @Test
  void ownReplicaIsNoSource() {
    ChunkMessage.CopyChunk order = new ChunkMessage.CopyChunk(NEW, V1, N1);

    assertThat(server.step(new ChunkInput.CopyArrived(CLIENT, order)))
        .containsExactly(answer(CLIENT, ErrorCode.INVALID));
  }

  private List<ChunkEffect> cloned(CallId call, ChunkVersion atLeast) {
    return server.step(
        new ChunkInput.CloneArrived(call, new ChunkMessage.CloneChunk(C, atLeast, NEW, V2)));
  }

  private List<ChunkEffect> copied(ChunkId chunk, ChunkVersion version) {
    return server.step(
        new ChunkInput.CopyArrived(CLIENT, new ChunkMessage.CopyChunk(chunk, version, N2)));
  }

  private List<ChunkEffect> ended(ErrorCode code, long lengthBytes) {
    return server.step(new ChunkInput.CopyEnded(STORE, code, lengthBytes));
  }

  private static ChunkEffect answer(CallId call, ErrorCode code) {
    return new ChunkEffect.AnswerCopy(call, new ChunkMessage.CopyReply(code));
  }
}
