package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.simulation.check.Counters;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.Swarm;
import org.quorama.simulation.time.Schedule;

/** Histories that are broken on purpose must be rejected, so that the checker is tested too. */
class ClusterCheckerTest {
  private static final Bytes SOME_COMMAND =
      MetadataCommand.encode(new MetadataCommand.OpenSession(Duration.ofSeconds(1)));

  private static final List<NodeId> NODES =
      List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3"));
  private static final MasterConfig MASTER =
      NodeMaker.config(NODES.get(0), NODES, Swarm.calm().nodes()).master();

  private final Schedule schedule = new Schedule();
  private final FaultMix.Disk quick = new FaultMix.Disk(1, 1, 0, 64);
  private final List<SimulatedDisk> disks =
      IntStream.range(0, 3)
          .mapToObj(i -> new SimulatedDisk(schedule, new SplittableRandom(i), quick, Set.of()))
          .toList();
  private final List<ChunkDisk> chunkDisks =
      IntStream.range(0, 3)
          .mapToObj(i -> new ChunkDisk(schedule, new SplittableRandom(i), quick))
          .toList();
  private final ClusterChecker checker =
      new ClusterChecker(
          new Rules(SimulationPlan.safety(99, Duration.ofSeconds(1)), schedule::now),
          new ClusterChecker.Nodes(
              NODES, NODES, List.copyOf(disks), List.copyOf(chunkDisks), MASTER),
          new Counters());

  @Test
  void rejectsTwoLeadersOfOneTerm() {
    leads(0, 3);
    breaks(Rule.ELECTION_SAFETY, () -> leads(1, 3));
  }

  @Test
  void rejectsLeaderWithoutAMajorityOfVotes() {
    breaks(Rule.ELECTION_SAFETY, () -> leadsWithoutVotes(0, 3));
  }

  @Test
  void rejectsSecondMembershipThatIsNotCommitted() {
    Membership second = new Membership(1, NODES, List.of(NodeId.of("n4")));
    Membership third = new Membership(2, NODES, List.of(NodeId.of("n4"), NodeId.of("n5")));
    step(0, follower(1, 0), append(LogEntry.membership(1, second)));
    breaks(
        Rule.ONE_MEMBERSHIP, () -> step(0, follower(1, 0), append(LogEntry.membership(1, third))));
  }

  @Test
  void rejectsMembershipThatIsTwoStepsAway() {
    Membership far = new Membership(1, List.of(NODES.get(0)), List.of());
    breaks(Rule.ONE_MEMBERSHIP, () -> step(0, follower(1, 0), append(LogEntry.membership(1, far))));
  }

  @Test
  void rejectsSnapshotOfWhatIsNotCommitted() {
    step(0, follower(1, 0), append(entry(1, 1, "a")));
    breaks(Rule.SNAPSHOT, () -> step(0, follower(1, 0), snapshot(1, 1)));
  }

  @Test
  void rejectsSnapshotThatGoesBack() {
    step(0, follower(1, 1), append(entry(1, 1, "a")));
    RaftStatus after = follower(1, 2);
    checker.stepped(0, follower(1, 1), List.of(append(entry(1, 2, "b")), snapshot(1, 2)), after);
    breaks(Rule.SNAPSHOT, () -> checker.stepped(0, after, List.of(snapshot(1, 1)), after));
  }

  @Test
  void rejectsDiskWhoseLogDoesNotContinueItsSnapshot() {
    RecoveredState torn =
        new RecoveredState(HardState.INITIAL, null, List.of(entry(1, 1, "a"), entry(1, 3, "c")));
    breaks(Rule.SNAPSHOT, () -> checker.booted(0, torn));
  }

  private static NodeEffect snapshot(long term, long index) {
    Snapshot snapshot =
        new Snapshot(new LogPosition(term, index), Membership.initial(NODES), Bytes.EMPTY);
    return raft(new RaftEffect.SaveSnapshot(9, snapshot, RaftEffect.LogSuffix.KEPT));
  }

  @Test
  void rejectsLeaderThatRemovesEntries() {
    step(0, state(2, RoleName.LEADER, 0, 0), append(entry(2, 1, "a")));
    RaftStatus leader = state(2, RoleName.LEADER, 1, 0);
    breaks(
        Rule.LEADER_APPEND_ONLY,
        () -> checker.stepped(0, leader, List.of(raft(new RaftEffect.TruncateLog(9, 1))), leader));
  }

  @Test
  void rejectsDifferentEntriesAtOnePosition() {
    step(0, follower(1, 0), append(entry(1, 1, "a")));
    breaks(Rule.LOG_MATCHING, () -> step(1, follower(1, 0), append(entry(1, 1, "b"))));
  }

  @Test
  void rejectsDifferentPastOfOneEntry() {
    step(0, follower(3, 0), append(entry(1, 1, "a"), entry(3, 2, "x")));
    breaks(
        Rule.LOG_MATCHING,
        () -> step(1, follower(3, 0), append(entry(2, 1, "b"), entry(3, 2, "x"))));
  }

  @Test
  void rejectsDifferentCommittedEntries() {
    step(0, follower(1, 1), append(entry(1, 1, "a")));
    breaks(Rule.STATE_MACHINE_SAFETY, () -> step(1, follower(2, 1), append(entry(2, 1, "b"))));
  }

  @Test
  void rejectsLeaderWithoutCommittedEntry() {
    step(0, follower(1, 1), append(entry(1, 1, "a")));
    breaks(Rule.LEADER_COMPLETENESS, () -> leads(1, 2));
  }

  @Test
  void rejectsCommitWithoutDurableMajority() {
    step(0, state(1, RoleName.LEADER, 0, 0), append(entry(1, 1, "a")));
    RaftStatus before = state(1, RoleName.LEADER, 1, 0);
    breaks(
        Rule.COMMIT_BY_QUORUM,
        () -> checker.stepped(0, before, List.of(), state(1, RoleName.LEADER, 1, 1)));
  }

  @Test
  void rejectsCommitOfAnOlderTermByCounting() {
    LogEntry old = entry(1, 1, "a");
    disks.forEach(disk -> disk.write(new RaftEffect.AppendToLog(1, List.of(old)), t -> {}));
    schedule.runUntil(1_000_000_000);
    step(0, follower(1, 0), append(old));
    breaks(
        Rule.COMMIT_BY_QUORUM,
        () ->
            checker.stepped(
                0, state(2, RoleName.LEADER, 1, 0), List.of(), state(2, RoleName.LEADER, 1, 1)));
  }

  @Test
  void sleeperMayRemoveWhatALaterTermCommittedWithoutIt() {
    NodeEffect remove = raft(new RaftEffect.TruncateLog(9, 1));
    step(0, follower(1, 0), append(entry(1, 1, "a")));
    step(1, follower(3, 1), append(entry(1, 1, "a")));
    checker.stepped(0, follower(1, 0), List.of(remove), follower(2, 0));

    step(2, follower(1, 0), append(entry(1, 1, "a")));
    breaks(
        Rule.COMMITTED_STAYS,
        () -> checker.stepped(2, follower(1, 0), List.of(remove), follower(3, 0)));
  }

  @Test
  void rejectsRemovalOfACommittedEntry() {
    step(0, follower(1, 1), append(entry(1, 1, "a")));
    breaks(
        Rule.COMMITTED_STAYS,
        () ->
            checker.stepped(
                0,
                follower(2, 1),
                List.of(raft(new RaftEffect.TruncateLog(2, 1))),
                follower(2, 1)));
  }

  @Test
  void rejectsEntryAppliedTwice() {
    LogEntry entry = entry(1, 1, "a");
    NodeEffect apply = raft(new RaftEffect.ApplyCommitted(List.of(entry)));
    step(0, follower(1, 1), append(entry));
    checker.stepped(0, follower(1, 1), List.of(apply), follower(1, 1));
    breaks(
        Rule.STATE_MACHINE_SAFETY,
        () -> checker.stepped(0, follower(1, 1), List.of(apply), follower(1, 1)));
  }

  @Test
  void rejectsDifferentDigests() {
    step(0, follower(1, 0), digest(7, 1));
    breaks(Rule.SAME_DIGEST, () -> step(1, follower(1, 0), digest(7, 2)));
  }

  @Test
  void rejectsFallingTerm() {
    breaks(Rule.MONOTONIC, () -> checker.stepped(0, follower(4, 0), List.of(), follower(3, 0)));
  }

  @Test
  void rejectsSecondVoteInATerm() {
    durable(0, new HardState(5, NODES.get(1)));
    checker.leaving(0, NODES.get(1), new RequestVoteReply(5, true));
    breaks(Rule.ONE_VOTE, () -> checker.leaving(0, NODES.get(2), new RequestVoteReply(5, true)));
  }

  @Test
  void rejectsVoteThatIsNotDurable() {
    durable(0, new HardState(5, null));
    breaks(
        Rule.DURABLE_PROMISE,
        () -> checker.leaving(0, NODES.get(1), new RequestVoteReply(5, true)));
  }

  @Test
  void rejectsAcknowledgementThatIsNotDurable() {
    durable(0, new HardState(5, null));
    breaks(
        Rule.DURABLE_PROMISE,
        () -> checker.leaving(0, NODES.get(1), new AppendEntriesReply(5, true, 3, 1)));
  }

  private static void breaks(Rule rule, ThrowingCallable history) {
    assertThatThrownBy(history)
        .isInstanceOf(InvariantViolation.class)
        .hasMessageStartingWith(rule.name())
        .hasMessageEndingWith("replay with: quorama sim --seed 99 --duration 1s");
  }

  private void leads(int node, long term) {
    votedFor(node, term);
    leadsWithoutVotes(node, term);
  }

  private void votedFor(int node, long term) {
    int voter = (node + 1) % NODES.size();
    durable(voter, new HardState(term, NODES.get(node)));
    checker.leaving(voter, NODES.get(node), new RequestVoteReply(term, true));
  }

  private void leadsWithoutVotes(int node, long term) {
    checker.stepped(
        node, state(term, RoleName.CANDIDATE, 0, 0), List.of(), state(term, RoleName.LEADER, 0, 0));
  }

  private void step(int node, RaftStatus after, NodeEffect effect) {
    RaftStatus before = follower(after.hardState().currentTerm(), 0);
    if (after.role() == RoleName.LEADER) {
      votedFor(node, after.hardState().currentTerm());
    }
    checker.stepped(node, before, List.of(effect), after);
  }

  private void durable(int node, HardState state) {
    disks.get(node).write(new RaftEffect.PersistHardState(1, state), ticket -> {});
    schedule.runUntil(schedule.now() + 1_000_000_000);
  }

  private static LogEntry entry(long term, long index, String command) {
    return LogEntry.command(new LogPosition(term, index), Bytes.ofUtf8(command));
  }

  private static NodeEffect append(LogEntry... entries) {
    return raft(new RaftEffect.AppendToLog(1, List.of(entries)));
  }

  private static NodeEffect raft(RaftEffect effect) {
    return new NodeEffect.OfRaft(effect);
  }

  private static NodeEffect digest(long index, long digest) {
    return new NodeEffect.OfMaster(
        new MasterEffect.Observed(new MasterFact.CommandApplied(index, SOME_COMMAND, digest)));
  }

  static RaftStatus follower(long term, long commitIndex) {
    return state(term, RoleName.FOLLOWER, commitIndex, commitIndex);
  }

  private static RaftStatus state(long term, RoleName role, long lastIndex, long commitIndex) {
    LogPosition last = lastIndex == 0 ? LogPosition.START : new LogPosition(1, lastIndex);
    return new RaftStatus(
        new HardState(term, null),
        role,
        null,
        new RaftStatus.LogIndexes(last, commitIndex, 0),
        List.of(),
        Map.of(),
        Map.of(),
        MonotonicTime.NEVER,
        Membership.initial(NODES));
  }
}
