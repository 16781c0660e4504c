package org.quorama.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

class ChunkCoreTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final ChunkId C = new ChunkId(1);
  private static final ChunkVersion V1 = new ChunkVersion(1);
  private static final ChunkVersion V2 = new ChunkVersion(2);
  private static final ByteRange RANGE = new ByteRange(0, 10);
  private static final DataId DATA = new DataId(5, 1);
  private static final Mutation WRITE = new Mutation.WriteData(RANGE, DATA, true);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final CallId CLIENT = new CallId(1000);

  private ChunkCore core = core(N1, List.of());
  private MonotonicTime now = MonotonicTime.ZERO.plus(Duration.ofSeconds(1));

  @Test
  @DisplayName("F-09 A version is durable before its grant is answered")
  void grantIsAnsweredWhenItIsDurable() {
    assertThat(step(new ChunkInput.GrantArrived(CLIENT, grant(V1, N1))))
        .containsExactly(new ChunkEffect.StoreVersion(new CallId(1), C, V1));

    assertThat(stored(1, ErrorCode.NONE))
        .containsExactly(
            observed(new ChunkFact.VersionStored(C, V1)),
            observed(new ChunkFact.LeaseHeld(C, V1, LEASE)),
            grantAnswer(true));
  }

  @Test
  void grantThatTheDiskRefusesIsRefused() {
    step(new ChunkInput.GrantArrived(CLIENT, grant(V1, N1)));

    assertThat(stored(1, ErrorCode.NO_SPACE)).containsExactly(grantAnswer(false));
    assertThat(write(V1)).containsExactly(answer(ErrorCode.NO_LEASE));
  }

  @Test
  void lowerAndForeignGrantsAreRefusedAndTheSameOneIsAcceptedAgain() {
    granted(V2, N1);

    assertThat(step(new ChunkInput.GrantArrived(CLIENT, grant(V1, N1))))
        .containsExactly(grantAnswer(false));
    assertThat(step(new ChunkInput.GrantArrived(CLIENT, grant(V2, N2))))
        .containsExactly(grantAnswer(false));
    assertThat(step(new ChunkInput.GrantArrived(CLIENT, grant(V2, N1))))
        .containsExactly(grantAnswer(true));
  }

  @Test
  void grantOfTheVersionOnDiskIsRefusedAfterARestart() {
    core = core(N1, List.of(new ReplicaInfo(C, V1, 10)));

    assertThat(step(new ChunkInput.GrantArrived(CLIENT, grant(V1, N1))))
        .as("the order of its mutations is lost")
        .containsExactly(grantAnswer(false));
  }

  @Test
  @DisplayName("F-01 A write is answered when it is durable on all replicas")
  void writeIsAnsweredWhenAllHaveIt() {
    granted(V1, N1);
    Mutate mutate = new Mutate(C, V1, 1, WRITE);

    assertThat(write(V1))
        .containsExactly(
            observed(new ChunkFact.MutationOrdered(C, V1, 1, RANGE)),
            new ChunkEffect.ApplyMutation(new CallId(2), C, WRITE),
            new ChunkEffect.Forward(new CallId(3), N2, mutate));
    assertThat(stored(2, ErrorCode.NONE))
        .containsExactly(observed(new ChunkFact.MutationApplied(C, V1, 1, RANGE)));
    assertThat(forwardAnswered(3, ErrorCode.NONE)).containsExactly(answer(ErrorCode.NONE));
  }

  @Test
  @DisplayName("F-03 A secondary that fails or is silent makes the write fail")
  void writeFailsWithItsSecondary() {
    granted(V1, N1);
    write(V1);
    stored(2, ErrorCode.NONE);
    now = now.plus(Duration.ofSeconds(2));

    assertThat(step(new ChunkInput.TimePassed()))
        .containsExactly(
            observed(new ChunkFact.ReplicaFailed(C, 1, N2)), answer(ErrorCode.REPLICA_FAILED, N2));
    assertThat(forwardAnswered(3, ErrorCode.NONE)).as("too late").isEmpty();
  }

  @Test
  @DisplayName("F-10 Nothing is ordered after the end of the lease")
  void leaseIsCheckedAtEachOrdering() {
    granted(V1, N1);
    now = now.plus(LEASE);

    assertThat(write(V1))
        .containsExactly(observed(new ChunkFact.LeaseEnded(C, V1)), answer(ErrorCode.NO_LEASE));
  }

  @Test
  @DisplayName("F-10 A secondary with a newer version refuses the older primary")
  void olderPrimaryIsFenced() {
    granted(V1, N2);
    step(new ChunkInput.GrantArrived(CLIENT, grant(V2, N1)));

    assertThat(mutate(1)).containsExactly(answer(ErrorCode.NO_LEASE));
  }

  @Test
  @DisplayName("F-10 A replica that has a later version has not failed: who ordered is outdated")
  void whoMovedOnHasNotFailed() {
    granted(V1, N1);
    write(V1);
    stored(2, ErrorCode.NONE);

    assertThat(forwardAnswered(3, ErrorCode.NO_LEASE))
        .containsExactly(answer(ErrorCode.REPLICA_FAILED));
  }

  @Test
  void newGrantEndsTheLeaseOfTheOlderVersionAtOnce() {
    granted(V1, N1);

    assertThat(step(new ChunkInput.GrantArrived(CLIENT, grant(V2, N2))))
        .containsExactly(
            observed(new ChunkFact.LeaseEnded(C, V1)),
            new ChunkEffect.StoreVersion(new CallId(2), C, V2));
    assertThat(write(V1)).containsExactly(answer(ErrorCode.STALE_VERSION));
  }

  @Test
  @DisplayName("F-12 A secondary applies in order, and a repetition once")
  void secondaryAppliesInOrder() {
    granted(V1, N2);

    assertThat(mutate(2)).isEmpty();
    assertThat(mutate(1))
        .containsExactly(
            new ChunkEffect.ApplyMutation(new CallId(2), C, WRITE),
            new ChunkEffect.ApplyMutation(new CallId(3), C, WRITE));
    assertThat(stored(2, ErrorCode.NONE))
        .containsExactly(
            observed(new ChunkFact.MutationApplied(C, V1, 1, RANGE)), answer(ErrorCode.NONE));
    assertThat(mutate(1)).containsExactly(answer(ErrorCode.NONE));
  }

  @Test
  @DisplayName("F-12 A gap times out to an error and is never skipped")
  void gapIsNeverSkipped() {
    granted(V1, N2);
    mutate(2);
    now = now.plus(Duration.ofSeconds(2));

    assertThat(core.nextWakeup().isDue(now)).isTrue();
    assertThat(step(new ChunkInput.TimePassed())).containsExactly(answer(ErrorCode.REPLICA_FAILED));
    assertThat(mutate(3)).as("1 is still missing").isEmpty();
  }

  @Test
  @DisplayName("F-13 Data that is gone is said to be gone")
  void missingDataIsSaid() {
    granted(V1, N1);
    write(V1);
    forwardAnswered(3, ErrorCode.NONE);

    assertThat(stored(2, ErrorCode.DATA_NOT_FOUND))
        .containsExactly(
            observed(new ChunkFact.ReplicaFailed(C, 1, N1)), answer(ErrorCode.DATA_NOT_FOUND, N1));
  }

  @Test
  @DisplayName("F-08 A replica older than the version asked for refuses to be read")
  void staleReplicaRefusesReads() {
    core = core(N1, List.of(new ReplicaInfo(C, V1, 10)));
    ChunkMessage.Read old = new ChunkMessage.Read(C, V1, RANGE);

    assertThat(step(new ChunkInput.ReadArrived(CLIENT, old)))
        .containsExactly(new ChunkEffect.ServeRead(CLIENT, old));
    assertThat(step(new ChunkInput.ReadArrived(CLIENT, new ChunkMessage.Read(C, V2, RANGE))))
        .containsExactly(new ChunkEffect.RefuseRead(CLIENT, ErrorCode.STALE_VERSION));
  }

  @Test
  void writeOutsideTheChunkIsRefused() {
    granted(V1, N1);
    ByteRange outside = new ByteRange(Long.MAX_VALUE, 10);

    assertThat(
            step(new ChunkInput.WriteArrived(CLIENT, new ChunkMessage.Write(C, V1, outside, DATA))))
        .containsExactly(answer(ErrorCode.INVALID));
  }

  private static ChunkCore core(NodeId self, List<ReplicaInfo> held) {
    Duration interval = Duration.ofMillis(500);
    return new ChunkCore(
        new ChunkConfig(self, 1024, interval, Duration.ofSeconds(1), 8, 0), held, 1);
  }

  private static Grant grant(ChunkVersion version, NodeId primary) {
    return new Grant(C, version, true, primary, List.of(N1, N2), LEASE);
  }

  private void granted(ChunkVersion version, NodeId primary) {
    step(new ChunkInput.GrantArrived(CLIENT, grant(version, primary)));
    stored(1, ErrorCode.NONE);
  }

  private List<ChunkEffect> step(ChunkInput input) {
    return core.step(now, input);
  }

  private List<ChunkEffect> stored(long call, ErrorCode code) {
    return step(new ChunkInput.Stored(new CallId(call), code));
  }

  private List<ChunkEffect> forwardAnswered(long call, ErrorCode code) {
    return step(new ChunkInput.ForwardAnswered(new CallId(call), N2, code));
  }

  private List<ChunkEffect> write(ChunkVersion version) {
    return step(
        new ChunkInput.WriteArrived(CLIENT, new ChunkMessage.Write(C, version, RANGE, DATA)));
  }

  private List<ChunkEffect> mutate(long serial) {
    return step(new ChunkInput.MutateArrived(CLIENT, new Mutate(C, V1, serial, WRITE)));
  }

  private static ChunkEffect observed(ChunkFact fact) {
    return new ChunkEffect.Observed(fact);
  }

  private static ChunkEffect grantAnswer(boolean accepted) {
    return new ChunkEffect.AnswerGrant(CLIENT, new ChunkMessage.GrantReply(accepted));
  }

  private static ChunkEffect answer(ErrorCode code, NodeId... failed) {
    return new ChunkEffect.AnswerMutation(CLIENT, new MutationReply(code, List.of(failed)));
  }
}
