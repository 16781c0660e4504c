package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

class LengthRecoveryTest {
  private static final FilePath F = FilePath.parse("/f");
  private static final FileOperation RECOVER = new FileOperation.RecoverLength(F);
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  private final FakeMasters masters = new FakeMasters(Duration.ofSeconds(30));

  @Test
  @DisplayName("F-29 What all replicas hold counts, though its writer never said how much it was")
  void whatAllReplicasHoldCounts() {
    masters.write("/f", 2, 1100);
    OperationValue.ChunkLocation before = masters.open("/f", 1);
    masters.servers.keySet().forEach(node -> masters.lengths.put(node, 200L));
    masters.effects.clear();

    assertThat(recover()).isEqualTo(1024 + 200);
    OperationValue.ChunkLocation after = masters.locate("/f").chunks().get(1);
    assertThat(after.version()).isEqualTo(before.version().next());
    assertThat(after.chunk()).as("nothing to cut").isEqualTo(before.chunk());
    assertThat(leases()).as("nobody may write").containsOnly(Duration.ZERO);
  }

  @Test
  @DisplayName("F-29 A chunk behind that was opened and never confirmed hides nothing")
  void lastConfirmedChunkDecides() {
    masters.write("/f", 1, 0);
    ChunkId first = masters.chunksOf("/f").get(0);
    masters.ask(new FileOperation.OpenChunk(F, 1, List.of()));
    assertThat(masters.runUntil(MasterEffect.SendGrant.class)).isPresent();
    masters.crash();
    assertThat(masters.chunksOf("/f")).hasSize(2);
    masters.servers.keySet().forEach(node -> masters.lengths.put(node, 300L));

    assertThat(recover()).isEqualTo(300);
    assertThat(masters.chunksOf("/f")).as("nothing of the other counts").containsExactly(first);
  }

  @Test
  @DisplayName("F-29 A chunk that a snapshot shares tells its length as any other")
  void sharedChunkTellsItsLength() {
    masters.write("/f", 1, 4);
    masters.require(new FileOperation.Snapshot(F, FilePath.parse("/g")));
    masters.servers.keySet().forEach(node -> masters.lengths.put(node, 300L));

    assertThat(recover()).isEqualTo(300);
    assertThat(masters.locate("/g").lengthBytes()).as("it is the file of then").isEqualTo(4);
  }

  @Test
  @DisplayName("F-29 Replicas of 10, 12 and 11 bytes agree on 10, and the rest is cut off")
  void shortestReplicaDecides() {
    masters.write("/f", 1, 4);
    ChunkId before = masters.open("/f", 0).chunk();
    masters.lengths.put(N1, 10L);
    masters.lengths.put(N2, 12L);
    masters.lengths.put(N3, 11L);

    assertThat(recover()).isEqualTo(10);
    masters.effects.clear();
    OperationValue.ChunkLocation next = masters.open("/f", 0);
    assertThat(next.chunk()).isNotEqualTo(before);
    assertThat(
            masters.effects.stream()
                .filter(MasterEffect.SendClone.class::isInstance)
                .map(effect -> ((MasterEffect.SendClone) effect).order().lengthBytes()))
        .containsExactly(10L, 10L, 10L);
    assertThat(recover()).as("again").isEqualTo(10);
  }

  @Test
  @DisplayName("F-29 A recovery ends though a replica is dead, and though its leader is lost")
  void recoveryEnds() {
    masters.write("/f", 1, 4);
    masters.servers.keySet().forEach(node -> masters.lengths.put(node, 10L));
    masters.pass(FakeMasters.TIMEOUT);
    masters.unreachable.add(N2);
    masters.lengths.put(N2, 0L);
    CallId lost = masters.ask(RECOVER);
    masters.runUntil(MasterEffect.SendGrant.class);
    masters.crash();
    assertThat(masters.replies).doesNotContainKey(lost);
    masters.pass(FakeMasters.TIMEOUT.plusSeconds(1));

    assertThat(recover()).isEqualTo(10);
    assertThat(masters.locate("/f").chunks().get(0).replicas()).doesNotContain(N2);
  }

  @Test
  void nothingWrittenIsNothingToRecover() {
    masters.require(new FileOperation.CreateFile(F));
    assertThat(recover()).isZero();
    assertThat(masters.perform(new FileOperation.RecoverLength(FilePath.parse("/g"))))
        .extracting("code")
        .isEqualTo(ErrorCode.NOT_FOUND);
    masters.write("/h", 1, 10);
    masters.require(new FileOperation.Snapshot(FilePath.parse("/h"), FilePath.parse("/i")));
    assertThat(recover(FilePath.parse("/i"))).isEqualTo(10);
  }

  private long recover() {
    return recover(F);
  }

  private long recover(FilePath path) {
    FileOperation recover = new FileOperation.RecoverLength(path);
    return masters.require(recover, OperationValue.Attributes.class).lengthBytes();
  }

  private List<Duration> leases() {
    return masters.effects.stream()
        .filter(MasterEffect.SendGrant.class::isInstance)
        .map(effect -> ((MasterEffect.SendGrant) effect).grant())
        .map(ChunkMessage.Grant::lease)
        .toList();
  }
}
