package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;
import static org.quorama.raft.RaftTester.answers;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.entries;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftScript.Envelope;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Membership.Step;
import org.quorama.raft.log.Memberships;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/** Changes of the membership, message by message. */
class RaftMembershipTest {
  private static final NodeId S6 = NodeId.of("s6");
  private static final List<NodeId> FIVE = List.of(S1, S2, S3, S4, S5);
  private static final Membership PLUS_S6 = new Membership(2, FIVE, List.of(S6));

  @Test
  @DisplayName("§4.1 a change is in effect as soon as it is appended, and answered once committed")
  void changeIsInEffectAtOnce() {
    RaftTester leader = committedLeader();

    List<RaftEffect> effects = leader.changes(1, Step.ADD_LEARNER, S6);

    LogEntry entry = LogEntry.membership(1, PLUS_S6);
    assertThat(effects)
        .contains(
            new RaftEffect.AppendToLog(3, List.of(entry)),
            new RaftEffect.MembershipChanged(PLUS_S6));
    assertThat(answers(effects)).isEmpty();
    assertThat(sentTo(S6, effects)).isNotEmpty();
    assertThat(leader.status().nextIndex()).containsKey(S6);
    leader.persists();
    leader.receives(S2, leader.holds(2));
    assertThat(answers(leader.receives(S3, leader.holds(2))))
        .containsExactly(committed(1, at(1, 2)));
  }

  @Test
  @DisplayName("M-01 a leader changes nothing before an entry of its own term is committed")
  void leaderWaitsForItsNoOp() {
    RaftTester leader = RaftTester.leaderWithLog(1);

    assertRefused(leader.changes(1, Step.REMOVE, S5), "its own term");
    leader.receives(S2, leader.holds(2));
    leader.receives(S3, leader.holds(2));
    assertThat(answers(leader.changes(2, Step.REMOVE, S5))).isEmpty();
    assertThat(leader.status().membership().voters()).containsExactly(S1, S2, S3, S4);
  }

  @Test
  @DisplayName("M-01 the schedule of 2015: two leaders change one membership, nothing is lost")
  void scheduleOf2015() {
    Membership four = new Membership(1, List.of(S1, S2, S3, S4), List.of(S5));
    LogEntry learner = LogEntry.membership(1, four);
    Map<NodeId, RecoveredState> disks = new TreeMap<>();
    FIVE.forEach(id -> disks.put(id, RecoveredState.of(new HardState(1, null), List.of(learner))));
    RaftScript script = script(disks);
    script.elect(S1, S2, S3);
    script.deliver(between(S1, S2, S3, S4, S5));
    assertThat(script.node(S1).status().log().commitIndex()).isEqualTo(2);
    script.wake(S1);
    script.deliver(between(S1, S5));

    script.change(S1, Step.PROMOTE, S5);
    script.deliver(between(S1, S5));
    assertThat(script.node(S5).status().membership().voters()).contains(S5);
    script.drop(any -> true);

    script.elect(S2, S3, S4);
    assertThat(script.node(S2).status().role()).isEqualTo(RoleName.LEADER);
    script.change(S2, Step.REMOVE, S1);
    assertThat(script.node(S2).status().membership().voters()).as("refused").contains(S1);
    script.deliver(between(S2, S3, S4));
    script.change(S2, Step.REMOVE, S1);
    script.deliver(between(S2, S3, S4));
    assertThat(script.node(S2).status().membership().voters()).containsExactly(S2, S3, S4);
    assertThat(script.node(S2).status().log().commitIndex()).isEqualTo(4);

    script.drop(any -> true);
    script.wake(S1);
    script.wake(S1);
    script.deliver(between(S1, S4, S5));
    assertThat(script.node(S1).status().role()).isNotEqualTo(RoleName.LEADER);
    script.deliver(any -> true);
    script.wake(S2);
    script.wake(S2);
    script.deliver(any -> true);
    assertThat(script.node(S3).applied()).startsWith(script.node(S4).applied().get(0));
  }

  @Test
  @DisplayName("M-02 R-11 a membership reverts when its entry is removed")
  void membershipRevertsOnTruncation() {
    RaftTester follower = RaftTester.withLog(1);
    List<RaftEffect> appended =
        follower.receives(S2, fromS2(1, at(1, 1), List.of(LogEntry.membership(1, PLUS_S6)), 1));
    assertThat(appended).contains(new RaftEffect.MembershipChanged(PLUS_S6));

    List<RaftEffect> truncated =
        follower.receives(S3, new RaftMessage.AppendEntries(2, S3, at(1, 1), entries(2, 2), 1, 1));

    Membership first = Membership.initial(FIVE);
    assertThat(truncated).contains(new RaftEffect.MembershipChanged(first));
    assertThat(follower.status().membership()).isEqualTo(first);
  }

  @Test
  @DisplayName("M-03 one change at a time")
  void oneChangeAtATime() {
    RaftTester leader = committedLeader();
    leader.changes(1, Step.ADD_LEARNER, S6);

    assertRefused(leader.changes(2, Step.REMOVE, S5), "entry 2 is not committed");
    leader.persists();
    leader.receives(S2, leader.holds(2));
    leader.receives(S3, leader.holds(2));
    assertThat(answers(leader.changes(3, Step.REMOVE, S5))).isEmpty();
  }

  @Test
  @DisplayName("M-03 a new leader whose log holds a change waits until it is committed")
  void newLeaderWithAnUncommittedChange() {
    List<LogEntry> log = List.of(entries(1, 1).get(0), LogEntry.membership(1, PLUS_S6));
    RaftTester leader = RaftTester.of(5, RecoveredState.of(new HardState(1, null), log));
    assertThat(leader.wakesUp()).contains(new RaftEffect.MembershipChanged(PLUS_S6));
    leader.persists();
    leader.receives(S2, leader.vote(true));
    leader.receives(S3, leader.vote(true));
    leader.persists();

    assertRefused(leader.changes(1, Step.REMOVE, S5), "its own term");
    leader.receives(S2, leader.holds(3));
    leader.receives(S3, leader.holds(3));
    assertThat(answers(leader.changes(2, Step.REMOVE, S5))).isEmpty();
  }

  @Test
  void changesThatMakeNoSenseAreRefused() {
    RaftTester leader = committedLeader();

    assertRefused(leader.changes(1, Step.ADD_LEARNER, S5), "s5 belongs to the cluster already");
    assertRefused(leader.changes(2, Step.PROMOTE, S5), "s5 is a voter already");
    assertRefused(leader.changes(3, Step.PROMOTE, S6), "add it as a learner first");
    assertRefused(leader.changes(4, Step.REMOVE, S6), "s6 does not belong to the cluster");
    RaftTester alone = RaftTester.of(1, RecoveredState.EMPTY);
    alone.wakesUp();
    alone.persists();
    alone.persists();
    assertRefused(alone.changes(5, Step.REMOVE, S1), "s1 is the last voter");
    assertThat(answers(RaftTester.fresh().changes(6, Step.REMOVE, S5)))
        .containsExactly(
            new RaftEffect.AnswerProposal(
                new CallId(6), new ProposalOutcome.NotLeader(Optional.empty())));
  }

  @Test
  @DisplayName("M-10 a learner is promoted only when it has caught up within an election timeout")
  void learnerCatchesUpBeforeItVotes() {
    RaftTester leader = committedLeader();
    leader.changes(1, Step.ADD_LEARNER, S6);
    leader.persists();
    leader.receives(S2, leader.holds(2));
    leader.receives(S3, leader.holds(2));
    assertRefused(leader.changes(2, Step.PROMOTE, S6), "s6 has not caught up");

    leader.waits(HEARTBEAT);
    leader.receives(S6, new AppendEntriesReply(1, true, 2, 3));
    assertThat(answers(leader.changes(3, Step.PROMOTE, S6))).isEmpty();
    assertThat(leader.status().membership().voters()).hasSize(6);
  }

  @Test
  @DisplayName("M-10 a learner counts for no majority")
  void learnersDoNotCount() {
    RaftTester leader = committedLeader();
    leader.changes(1, Step.ADD_LEARNER, S6);
    leader.persists();

    leader.receives(S2, leader.holds(2));
    leader.receives(S6, new AppendEntriesReply(1, true, 2, 2));
    assertThat(leader.status().log().commitIndex()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "M-10 a node that is no member never campaigns, but a candidate that needs it is heard")
  void newcomerOnlyListens() {
    RaftConfig config = RaftTester.config(S6, 5);
    RaftTester newcomer = new RaftTester(config, RaftRules.standard(), RecoveredState.EMPTY);
    for (int i = 0; i < 10; i++) {
      assertThat(newcomer.wakesUp()).isEmpty();
    }

    RequestVote request = new RequestVote(3, S2, at(2, 9), RaftMessage.Campaign.TIMEOUT);
    assertThat(sentTo(S2, newcomer.receives(S2, request)))
        .containsExactly(new RequestVoteReply(3, true));
  }

  @Test
  @DisplayName("M-12 a candidate that is no member by this log gets the vote it deserves")
  void strangerMayBeACandidate() {
    RaftTester voter = RaftTester.withLog(1, 1);
    RequestVote behind = new RequestVote(2, S6, at(1, 1), RaftMessage.Campaign.TIMEOUT);
    RequestVote ahead = new RequestVote(3, S6, at(1, 2), RaftMessage.Campaign.TIMEOUT);

    assertThat(sentTo(S6, voter.receives(S6, behind)))
        .containsExactly(new RequestVoteReply(2, false));
    assertThat(sentTo(S6, voter.receives(S6, ahead)))
        .containsExactly(new RequestVoteReply(3, true));
  }

  @Test
  @DisplayName("M-12 M-06 while a leader is heard, a stranger's request changes not even the term")
  void strangerDoesNotDisturb() {
    RaftTester voter = RaftTester.with(RaftConfig.STANDARD, RaftTester.disk(1, 1));
    voter.receives(S2, fromS2(1, at(1, 1), List.of()));

    voter.receives(S6, new RequestVote(9, S6, at(8, 9), RaftMessage.Campaign.TIMEOUT));

    assertThat(voter.term()).isEqualTo(1);
  }

  @Test
  @DisplayName("M-11 a snapshot holds the membership as of its index, with that one's own index")
  void snapshotHoldsItsMembership() {
    Membership later = new Membership(5, FIVE, List.of());
    Memberships memberships =
        new Memberships(
            Membership.initial(FIVE),
            List.of(LogEntry.membership(1, PLUS_S6), LogEntry.membership(1, later)));
    assertThat(memberships.asOf(4)).isEqualTo(PLUS_S6);
    memberships.forgetBefore(4);
    memberships.truncatedFrom(5);
    memberships.truncatedFrom(1);
    assertThat(memberships.inEffect()).as("never below the snapshot").isEqualTo(PLUS_S6);

    Snapshot snapshot =
        new Snapshot(at(1, 4), PLUS_S6, TestStateMachine.state(entries(1, 1, 1, 1, 1)));
    RaftTester node =
        RaftTester.of(5, new RecoveredState(new HardState(1, null), snapshot, List.of()));
    assertThat(node.status().membership()).isEqualTo(PLUS_S6);
    assertThat(node.receives(S2, fromS2(1, at(1, 4), List.of())))
        .contains(new RaftEffect.MembershipChanged(PLUS_S6));
  }

  @Test
  void membershipsOfALogDifferByOneServer() {
    Memberships memberships = new Memberships(PLUS_S6, List.of());
    Membership two = new Membership(3, List.of(S1, S2, S3), List.of(S6));

    assertThatThrownBy(() -> memberships.appended(List.of(LogEntry.membership(1, two))))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("only one server");
  }

  @Test
  @DisplayName("M-05 a server removed by an uncommitted entry campaigns, but not with its own vote")
  void removedServerMayStillBeNeeded() {
    Membership without = new Membership(2, List.of(S2, S3, S4), List.of());
    Membership before = new Membership(1, List.of(S1, S2, S3, S4), List.of());
    List<LogEntry> log = List.of(LogEntry.membership(1, before), LogEntry.membership(1, without));
    RaftTester node = RaftTester.of(5, RecoveredState.of(new HardState(1, null), log));

    assertThat(sentTo(S2, node.wakesUp())).isNotEmpty();
    node.persists();
    node.receives(S2, node.vote(true));
    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
    node.receives(S3, node.vote(true));
    assertThat(node.status().role()).isEqualTo(RoleName.LEADER);
    node.persists();
    node.receives(S2, node.holds(3));
    assertThat(node.status().log().commitIndex()).as("its own log does not count").isZero();
    List<RaftEffect> effects = node.receives(S3, node.holds(3));
    assertThat(((RaftMessage.AppendEntries) sentTo(S4, effects).get(0)).leaderCommit())
        .as("the others learn it")
        .isEqualTo(3);
    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
  }

  private static RaftTester committedLeader() {
    RaftTester leader = RaftTester.leaderWithLog();
    leader.receives(S2, leader.holds(1));
    leader.receives(S3, leader.holds(1));
    return leader;
  }

  private static RaftScript script(Map<NodeId, RecoveredState> disks) {
    RaftConfig.Limits limits = RaftConfig.Limits.defaults();
    return new RaftScript(RaftRules.standard(), id -> RaftTester.config(id, 4, limits), disks);
  }

  private static Predicate<Envelope> between(NodeId... group) {
    List<NodeId> nodes = List.of(group);
    return e -> nodes.contains(e.from()) && nodes.contains(e.to());
  }

  private static RaftEffect committed(long id, LogPosition position) {
    return new RaftEffect.AnswerProposal(new CallId(id), new ProposalOutcome.Committed(position));
  }

  private static void assertRefused(List<RaftEffect> effects, String why) {
    List<RaftEffect> answers = answers(effects);
    assertThat(answers).hasSize(1);
    ProposalOutcome outcome = ((RaftEffect.AnswerProposal) answers.get(0)).outcome();
    assertThat(outcome).isInstanceOf(ProposalOutcome.Refused.class);
    assertThat(((ProposalOutcome.Refused) outcome).why()).contains(why).endsWith(".");
  }
}
