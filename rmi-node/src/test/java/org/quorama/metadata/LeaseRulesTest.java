package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.ReadOutcome;

class LeaseRulesTest {
  private static final FilePath F = FilePath.parse("/f");

  private final FakeMasters masters = new FakeMasters(Duration.ofSeconds(30));

  @Test
  @DisplayName("F-09 A master that crashes at any step grants no version twice")
  void noVersionIsGrantedTwice() {
    for (int crashAt = 0; crashAt < 12; crashAt++) {
      FakeMasters run = new FakeMasters(Duration.ofSeconds(30));
      run.write("/f", 1, 10);
      run.pass(FakeMasters.LEASE.plusSeconds(1));
      run.ask(new FileOperation.OpenChunk(F, 0, List.of()));
      for (int step = 0; step < crashAt && !run.todo.isEmpty(); step++) {
        run.doNext();
      }
      run.crash();
      OperationValue.ChunkLocation opened = run.open("/f", 0);
      List<ChunkVersion> granted =
          run.commands().stream()
              .filter(MetadataCommand.GrantLease.class::isInstance)
              .map(command -> ((MetadataCommand.GrantLease) command).placement().version())
              .toList();
      assertThat(granted).doesNotHaveDuplicates().isSorted();
      assertThat(opened.version()).isEqualTo(granted.get(granted.size() - 1));
    }
  }

  @Test
  @DisplayName("F-10 A dead primary is replaced at once: a replica that moved on fences it")
  void deadPrimaryIsReplaced() {
    OperationValue.ChunkLocation before = primaryLost();
    FileOperation reopen = new FileOperation.OpenChunk(F, 0, List.of(before.primary()));
    OperationValue.ChunkLocation after =
        masters.require(reopen, OperationValue.WritableChunk.class).location();

    assertMovedOn(before, after);
    assertThat(masters.heldBy(before.primary()).values()).containsOnly(before.version());
  }

  /** Returns what was known of a chunk before its primary could not be reached any more. */
  private OperationValue.ChunkLocation primaryLost() {
    masters.write("/f", 1, 10);
    OperationValue.ChunkLocation before = masters.open("/f", 0);
    masters.unreachable.add(before.primary());
    return before;
  }

  /** The primary of before is fenced: the two others have the next version. */
  private static void assertMovedOn(
      OperationValue.ChunkLocation before, OperationValue.ChunkLocation after) {
    assertThat(after.version()).isEqualTo(before.version().next());
    assertThat(after.replicas()).doesNotContain(before.primary()).hasSize(2);
  }

  @Test
  @DisplayName("F-07 All writers of a chunk have one lease, though they be threads of one client")
  void writersShareALease() {
    masters.write("/f", 1, 10);
    long session = masters.require(new FileOperation.OpenSession()).index();
    List<CallId> calls = new ArrayList<>();
    for (int sequence = 1; sequence <= 6; sequence++) {
      FileOperation open = new FileOperation.OpenChunk(F, 0, List.of());
      calls.add(masters.ask(open, new RequestId(session, sequence)));
      if (sequence % 2 == 0) {
        masters.run();
      }
    }
    assertThat(calls)
        .extracting(call -> opened(masters.replyTo(call)).version())
        .hasSize(6)
        .containsOnly(masters.open("/f", 0).version());
  }

  private static OperationValue.ChunkLocation opened(OperationReply reply) {
    return FakeMasters.value(reply, OperationValue.WritableChunk.class).location();
  }

  @Test
  @DisplayName("F-10 Nobody is told of a lease with a replica that is silent, nor has to complain")
  void leaseWithASilentReplicaIsRenewed() {
    OperationValue.ChunkLocation before = primaryLost();
    masters.pass(Duration.ofSeconds(12));

    OperationValue.ChunkLocation after = masters.open("/f", 0);
    assertMovedOn(before, after);
    assertThat(masters.open("/f", 0)).isEqualTo(after);
  }

  @Test
  @DisplayName("A lease is renewed for the first who could not use it; the others hear of the next")
  void unusableLeaseIsRenewedOnce() {
    masters.write("/f", 1, 10);
    ChunkVersion first = masters.open("/f", 0).version();
    FileOperation complaint = new FileOperation.OpenChunk(F, 0, List.of(), first);
    for (int i = 0; i < 3; i++) {
      assertThat(opened(masters.require(complaint)).version()).isEqualTo(first.next());
    }
    assertThat(masters.open("/f", 0).version()).isEqualTo(first.next());
    FileOperation again = new FileOperation.OpenChunk(F, 0, List.of(), first.next());
    assertThat(opened(masters.require(again)).version()).isEqualTo(first.next().next());
    assertThat(opened(masters.require(again)).replicas()).hasSize(3);
  }

  @Test
  @DisplayName("F-11 A lease that is wanted runs on, and a snapshot then waits for longer")
  void wantedLeaseIsExtended() {
    masters.write("/f", 1, 10);
    OperationValue.ChunkLocation opened = masters.open("/f", 0);
    masters.pass(Duration.ofSeconds(15));
    assertThat(extended(opened.primary(), opened.chunk())).containsExactly(opened.chunk());
    assertThat(extended(other(opened.primary()), opened.chunk())).isEmpty();
    masters.unreachable.add(opened.primary());
    CallId delete = masters.ask(new FileOperation.Delete(F));
    masters.run();
    masters.pass(Duration.ofSeconds(18));
    assertThat(masters.replies).doesNotContainKey(delete);
    masters.pass(Duration.ofSeconds(3));
    assertThat(masters.replies).containsKey(delete);
  }

  @Test
  @DisplayName("F-11 A lease that is being taken back, or is over, is not extended")
  void revokedLeaseIsNotExtended() {
    masters.write("/f", 1, 10);
    OperationValue.ChunkLocation opened = masters.open("/f", 0);
    masters.unreachable.add(opened.primary());
    masters.ask(new FileOperation.Delete(F));
    masters.run();
    assertThat(extended(opened.primary(), opened.chunk())).isEmpty();
    masters.pass(FakeMasters.LEASE.plusSeconds(1));
    assertThat(extended(opened.primary(), opened.chunk())).isEmpty();
  }

  @Test
  @DisplayName(
      "F-11 A new leader extends what its predecessor granted, and what expired it does not")
  void inheritedLeaseIsExtended() {
    masters.write("/f", 1, 10);
    OperationValue.ChunkLocation opened = masters.open("/f", 0);
    masters.crash();
    assertThat(extended(opened.primary(), opened.chunk())).containsExactly(opened.chunk());
    masters.crash();
    masters.pass(FakeMasters.LEASE.plusSeconds(1));
    assertThat(extended(opened.primary(), opened.chunk())).isEmpty();
  }

  @Test
  @DisplayName("F-11 A leader that is not sure to lead extends nothing")
  void ghostLeaderExtendsNothing() {
    masters.write("/f", 1, 10);
    OperationValue.ChunkLocation opened = masters.open("/f", 0);
    CallId call = masters.report(opened.primary(), List.of(opened.chunk()));
    MasterEffect.ConfirmRead read = masters.runUntil(MasterEffect.ConfirmRead.class).orElseThrow();
    masters.todo.clear();
    assertThat(masters.orders).as("waits to be sure").doesNotContainKey(call);
    masters.take(
        new MasterInput.ReadEnded(read.read(), new ReadOutcome.NotLeader(Optional.empty())));
    masters.run();

    assertThat(masters.ordersTo(call).extended()).isEmpty();
  }

  @Test
  @DisplayName("F-28 A new master has the same state, and learns where chunks are from reports")
  void newMasterIsLikeTheOld() {
    masters.write("/f", 2, 2000);
    masters.require(new FileOperation.Snapshot(F, FilePath.parse("/g")));
    masters.open("/f", 0);
    masters.require(new FileOperation.Truncate(F, 1500));
    masters.require(new FileOperation.Delete(FilePath.parse("/g")));
    long digest = masters.core.digest();
    OperationValue.Locations before = masters.locate("/f");
    masters.crash();

    assertThat(masters.core.digest()).isEqualTo(digest);
    assertThat(masters.locate("/f")).isEqualTo(before);
    assertThat(masters.perform(new FileOperation.CreateFile(F)))
        .extracting("code")
        .isEqualTo(ErrorCode.EXISTS);
  }

  private List<ChunkId> extended(NodeId holder, ChunkId chunk) {
    CallId call = masters.report(holder, List.of(chunk));
    masters.run();
    return masters.ordersTo(call).extended();
  }

  private NodeId other(NodeId node) {
    return masters.servers.keySet().stream()
        .filter(each -> !each.equals(node))
        .findFirst()
        .orElseThrow();
  }
}
