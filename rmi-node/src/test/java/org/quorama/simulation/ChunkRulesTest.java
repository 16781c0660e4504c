package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.simulation.check.Counters;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.Swarm;
import org.quorama.simulation.time.Schedule;

/** Histories of chunks that are broken on purpose must be rejected (CATALOGUE D.1 14-19). */
class ChunkRulesTest {
  private static final List<NodeId> NODES =
      List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3"));
  private static final ChunkId CHUNK = new ChunkId(1);
  private static final ChunkVersion V1 = new ChunkVersion(1);
  private static final ByteRange RANGE = new ByteRange(0, 16);
  private static final DataId DATA = new DataId(1, 1);
  private static final Mutation MUTATION = new Mutation.WriteData(RANGE, DATA, true);
  private static final CallId CALL = new CallId(7);

  private final Schedule schedule = new Schedule();
  private final FaultMix.Disk quick = new FaultMix.Disk(1, 1, 0, 64);
  private final List<ChunkDisk> disks =
      IntStream.range(0, 3)
          .mapToObj(i -> new ChunkDisk(schedule, new SplittableRandom(i), quick))
          .toList();
  private final ClusterChecker checker =
      new ClusterChecker(
          new Rules(SimulationPlan.safety(99, Duration.ofSeconds(1)), schedule::now),
          new ClusterChecker.Nodes(
              NODES,
              NODES,
              IntStream.range(0, 3)
                  .mapToObj(
                      i -> new SimulatedDisk(schedule, new SplittableRandom(i), quick, Set.of()))
                  .map(org.quorama.simulation.check.DurableDisk.class::cast)
                  .toList(),
              List.copyOf(disks),
              NodeMaker.config(NODES.get(0), NODES, Swarm.calm().nodes()).master()),
          new Counters());

  @Test
  void rejectsSecondPrimaryOfOneVersion() {
    granted();
    breaks(Rule.ONE_PRIMARY, () -> step(1, grant(NODES.get(1))));
  }

  @Test
  @DisplayName("D.1 14: a replica's version is one that was granted")
  void rejectsVersionThatWasNotGranted() {
    breaks(Rule.CHUNK_VERSION, () -> step(0, fact(new ChunkFact.VersionStored(CHUNK, V1))));
  }

  @Test
  @DisplayName("D.1 14: the version at a master never falls")
  void rejectsGrantThatIsLowerThanOneBefore() {
    step(0, grant(new ChunkVersion(2)));
    assertThatCode(() -> step(1, grant(V1)))
        .as("a master that is deposed does not know of the second version")
        .doesNotThrowAnyException();
    breaks(Rule.CHUNK_VERSION, () -> step(0, grant(V1)));
  }

  @Test
  void rejectsMutationThatIsOrderedTwice() {
    granted();
    NodeEffect order = fact(new ChunkFact.MutationOrdered(CHUNK, V1, 1, RANGE));
    step(0, order);
    breaks(Rule.ONE_PRIMARY, () -> step(0, order));
  }

  @Test
  @DisplayName("D.1 15: nothing is ordered after the lease")
  void rejectsOrderAfterTheLease() {
    granted();
    schedule.runUntil(1_500_000_000);
    breaks(
        Rule.LEASE_LASTS, () -> step(0, fact(new ChunkFact.MutationOrdered(CHUNK, V1, 1, RANGE))));
  }

  @Test
  @DisplayName("D.1 15: nothing is applied under a version that a replica has left behind")
  void rejectsMutationOfAnEarlierVersion() {
    granted();
    ordered();
    step(2, grant(new ChunkVersion(2)));
    step(2, fact(new ChunkFact.VersionStored(CHUNK, new ChunkVersion(2))));
    breaks(
        Rule.ONE_PRIMARY, () -> step(2, fact(new ChunkFact.MutationApplied(CHUNK, V1, 1, RANGE))));
  }

  @Test
  @DisplayName("D.1 16: acknowledged data is on every replica")
  void rejectsAcknowledgedDataThatIsNotOnEveryReplica() {
    granted();
    ordered();
    disks("same", "same", "else");
    breaks(Rule.ACKED_DATA, () -> step(0, answer()));
  }

  @Test
  @DisplayName("D.1 16: a crash must not take what was acknowledged as forced")
  void rejectsAcknowledgedDataThatIsNotForced() {
    granted();
    ordered();
    disks(new Mutation.WriteData(RANGE, DATA, false), "same", "same", "same");
    breaks(Rule.ACKED_DATA, () -> step(0, answer()));
  }

  @Test
  @DisplayName("D.1 16: an answer that comes after its version is judged by what that version held")
  void lateAnswerIsJudgedByItsOwnVersion() {
    granted();
    ordered();
    disks("same", "same", "same");
    writtenUnderSecondVersion();
    assertThatCode(() -> step(0, answer()))
        .as("others lack only what was written since")
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("D.1 16: also an answer that comes late promises what was ordered")
  void rejectsLateAnswerOfWhatIsNotOnEveryReplica() {
    granted();
    ordered();
    disks("same", "else", "same");
    writtenUnderSecondVersion();
    breaks(Rule.ACKED_DATA, () -> step(0, answer()));
  }

  /** Has the first node alone take a second version, and acknowledge a write behind the first. */
  private void writtenUnderSecondVersion() {
    ChunkVersion second = new ChunkVersion(2);
    ChunkMessage.Grant grant =
        new ChunkMessage.Grant(
            CHUNK, second, false, NODES.get(0), List.of(NODES.get(0)), Duration.ofSeconds(1));
    step(
        0,
        new NodeEffect.OfMaster(new MasterEffect.SendGrant(CALL, NODES.get(0), grant)),
        confirmation(second));
    checker.taking(0, new NodeInput.ForChunk(new ChunkInput.GrantArrived(new CallId(3), grant)));
    DataId data = new DataId(1, 3);
    ByteRange behind = new ByteRange(16, 16);
    Mutation mutation = new Mutation.WriteData(behind, data, true);
    checker.pushed(data, Bytes.ofUtf8("more".repeat(4)));
    ChunkMessage.Write write = new ChunkMessage.Write(CHUNK, second, mutation);
    CallId call = new CallId(9);
    checker.taking(0, new NodeInput.ForChunk(new ChunkInput.WriteArrived(call, write)));
    step(0, fact(new ChunkFact.MutationOrdered(CHUNK, second, 1, behind)), apply(mutation));
    ChunkDisk disk = disks.get(0);
    disk.push(data, Bytes.ofUtf8("more".repeat(4)));
    disk.storeVersion(new ChunkEffect.StoreVersion(new CallId(1), CHUNK, second), code -> {});
    disk.apply(new ChunkEffect.ApplyMutation(new CallId(2), CHUNK, mutation), code -> {});
    schedule.runUntil(schedule.now() + 1_000);
    ChunkMessage.MutationReply done = new ChunkMessage.MutationReply(ErrorCode.NONE, List.of());
    step(0, chunk(new ChunkEffect.AnswerMutation(call, done)));
  }

  @Test
  void rejectsCountedReplicaWithoutAcknowledgedData() {
    granted();
    ordered();
    disks("same", "same", "same");
    step(0, answer());
    disks.get(1).delete(CHUNK);
    breaks(Rule.ACKED_DATA, () -> step(0, confirmation(V1)));
  }

  @Test
  @DisplayName("D.1 17: replicas that applied the same mutation have equal bytes")
  void rejectsReplicasThatDifferAfterOneMutation() {
    granted();
    ordered();
    disks("same", "same", "else");
    NodeEffect applied = fact(new ChunkFact.MutationApplied(CHUNK, V1, 1, RANGE));
    step(0, applied);
    step(1, applied);
    breaks(Rule.EQUAL_REPLICAS, () -> step(2, applied));
  }

  @Test
  void rejectsMutationThatIsAppliedOutOfOrder() {
    granted();
    step(0, fact(new ChunkFact.MutationOrdered(CHUNK, V1, 1, RANGE)));
    step(0, fact(new ChunkFact.MutationOrdered(CHUNK, V1, 2, RANGE)));
    disks("same", "same", "same");
    step(1, fact(new ChunkFact.MutationApplied(CHUNK, V1, 2, RANGE)));
    NodeEffect late = fact(new ChunkFact.MutationApplied(CHUNK, V1, 1, RANGE));
    breaks(Rule.EQUAL_REPLICAS, () -> step(1, late));
  }

  @Test
  @DisplayName("F-08: a replica of an older version is not listed")
  void rejectsListedReplicaOfAnOlderVersion() {
    granted();
    disks("same", "same", "same");
    ChunkVersion second = new ChunkVersion(2);
    step(0, grant(second), confirmation(second));
    OperationValue.ChunkLocation location =
        new OperationValue.ChunkLocation(CHUNK, second, NODES.get(0), NODES);
    OperationReply reply =
        OperationReply.ok(new OperationValue.Locations(16, 1024, List.of(location)), 1);
    breaks(
        Rule.LISTED_REPLICAS,
        () -> step(0, new NodeEffect.OfMaster(new MasterEffect.AnswerOperation(CALL, reply))));
  }

  @Test
  @DisplayName("F-02: of two writes to one place the later one counts, whichever is answered first")
  void laterOfTwoWritesCounts() {
    granted();
    ordered();
    Mutation later = new Mutation.WriteData(RANGE, new DataId(1, 2), true);
    checker.pushed(new DataId(1, 2), Bytes.ofUtf8("late".repeat(4)));
    take(new CallId(8), later);
    step(0, fact(new ChunkFact.MutationOrdered(CHUNK, V1, 2, RANGE)), apply(later));
    disks("late", "late", "late");
    assertThatCode(() -> step(0, answer())).doesNotThrowAnyException();
    disks("same", "late", "late");
    breaks(
        Rule.ACKED_DATA,
        () ->
            step(
                0,
                chunk(
                    new ChunkEffect.AnswerMutation(
                        new CallId(8),
                        new ChunkMessage.MutationReply(ErrorCode.NONE, List.of())))));
  }

  private void granted() {
    step(0, grant(NODES.get(0)));
    ChunkMessage.Grant grant = message(V1, NODES.get(0));
    checker.taking(0, new NodeInput.ForChunk(new ChunkInput.GrantArrived(new CallId(1), grant)));
  }

  private void ordered() {
    checker.pushed(DATA, Bytes.ofUtf8("same".repeat(4)));
    take(CALL, MUTATION);
    step(0, fact(new ChunkFact.MutationOrdered(CHUNK, V1, 1, RANGE)), apply(MUTATION));
  }

  private void take(CallId call, Mutation mutation) {
    checker.taking(
        0,
        new NodeInput.ForChunk(
            new ChunkInput.WriteArrived(call, new ChunkMessage.Write(CHUNK, V1, mutation))));
  }

  private static NodeEffect apply(Mutation mutation) {
    return chunk(new ChunkEffect.ApplyMutation(new CallId(2), CHUNK, mutation));
  }

  private static NodeEffect answer() {
    return chunk(
        new ChunkEffect.AnswerMutation(
            CALL, new ChunkMessage.MutationReply(ErrorCode.NONE, List.of())));
  }

  private void disks(String... letters) {
    disks(MUTATION, letters);
  }

  /** Writes four letters four times into each node's replica. */
  private void disks(Mutation mutation, String... letters) {
    for (int node = 0; node < letters.length; node++) {
      ChunkDisk disk = disks.get(node);
      disk.push(DATA, Bytes.ofUtf8(letters[node].repeat(4)));
      disk.storeVersion(new ChunkEffect.StoreVersion(new CallId(1), CHUNK, V1), code -> {});
      disk.apply(new ChunkEffect.ApplyMutation(new CallId(2), CHUNK, mutation), code -> {});
    }
    schedule.runUntil(schedule.now() + 1_000);
  }

  private void step(int node, NodeEffect... effects) {
    RaftStatus status = ClusterCheckerTest.follower(1, 0);
    checker.stepped(node, status, List.of(effects), status);
  }

  private static void breaks(Rule rule, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(rule.name() + ": ")
        .hasMessageContaining("quorama sim --seed 99");
  }

  private static NodeEffect confirmation(ChunkVersion version) {
    return new NodeEffect.OfMaster(
        new MasterEffect.Observed(
            new MasterFact.LeaseGranted(CHUNK, version, NODES.get(0), Duration.ofSeconds(1))));
  }

  private static NodeEffect fact(ChunkFact fact) {
    return chunk(new ChunkEffect.Observed(fact));
  }

  private static NodeEffect chunk(ChunkEffect effect) {
    return new NodeEffect.OfChunk(effect);
  }

  private static NodeEffect grant(NodeId primary) {
    return grant(message(V1, primary));
  }

  private static NodeEffect grant(ChunkVersion version) {
    return grant(message(version, NODES.get(0)));
  }

  private static NodeEffect grant(ChunkMessage.Grant grant) {
    return new NodeEffect.OfMaster(new MasterEffect.SendGrant(new CallId(1), NODES.get(0), grant));
  }

  private static ChunkMessage.Grant message(ChunkVersion version, NodeId primary) {
    return new ChunkMessage.Grant(CHUNK, version, true, primary, NODES, Duration.ofSeconds(1));
  }
}
