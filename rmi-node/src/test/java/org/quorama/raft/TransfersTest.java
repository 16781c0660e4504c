package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.TIMEOUT_MAX;
import static org.quorama.raft.RaftTester.answers;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.raft.RaftEffect.AnswerProposal;
import org.quorama.raft.RaftEffect.AnswerTransfer;
import org.quorama.raft.RaftEffect.TransferOutcome;
import org.quorama.raft.RaftMessage.Campaign;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftMessage.TimeoutNow;
import org.quorama.raft.RaftMessage.TimeoutNowReply;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;

/** Handing leadership over [Dissertation §3.10]. S1 leads term 1 of five, S2 takes over. */
class TransfersTest {
  private static final RequestVote TAKE_OVER = new RequestVote(2, S2, at(1, 1), Campaign.TRANSFER);

  @Test
  @DisplayName("R-31 (a) a target with the whole log is told at once")
  void upToDateTargetIsToldAtOnce() {
    RaftTester leader = readyLeader();

    assertThat(leader.isToHandOver(1, S2))
        .containsExactly(
            new RaftEffect.TransferStarted(S2),
            new RaftEffect.SendMessage(S2, new TimeoutNow(1, S1)));
  }

  @Test
  @DisplayName("R-31 (a) the target campaigns at once, without a pre-vote")
  void targetSkipsThePreVote() {
    RaftTester target = fresh();
    target.receives(S2, fromS2(1, LogPosition.START, List.of()));

    List<RaftEffect> effects = target.receives(S2, new TimeoutNow(1, S2));

    RequestVote request = new RequestVote(2, S1, LogPosition.START, Campaign.TRANSFER);
    assertThat(sentTo(S3, effects)).containsExactly(request);
    assertThat(sentTo(S2, effects)).containsExactly(request, new TimeoutNowReply(2));
    assertThat(target.status().role()).isEqualTo(RoleName.CANDIDATE);
  }

  @Test
  @DisplayName("R-31 (a) voters that just heard the leader vote for the target nevertheless")
  void loyaltyDoesNotHinderATransfer() {
    RaftTester voter = fresh();
    voter.receives(S3, new RaftMessage.AppendEntries(1, S3, LogPosition.START, List.of(), 0, 1));

    assertThat(sentTo(S2, voter.receives(S2, TAKE_OVER)))
        .containsExactly(new RequestVoteReply(2, true));
  }

  @Test
  @DisplayName("R-31 (a) the leader itself votes for the target and says that it leads")
  void leaderVotesForTheTargetAndSaysThatItLeads() {
    RaftTester leader = readyLeader();
    leader.isToHandOver(1, S2);

    List<RaftEffect> effects = leader.receives(S2, TAKE_OVER);
    assertThat(sentTo(S2, effects)).containsExactly(new RequestVoteReply(2, true));
    assertThat(answers(effects)).isEmpty();

    assertThat(answers(leader.receives(S2, fromS2(2, at(1, 1), List.of()))))
        .containsExactly(new AnswerTransfer(new CallId(1), TransferOutcome.DONE));
  }

  @Test
  @DisplayName("R-31 (b) a target that is behind is brought up to date first")
  void targetThatIsBehindCatchesUpFirst() {
    RaftTester leader = readyLeader();
    leader.proposes(7, "x");

    assertThat(timeoutsNow(leader.isToHandOver(1, S2))).isEmpty();
    assertThat(timeoutsNow(leader.receives(S3, leader.holds(2)))).isEmpty();
    assertThat(sentTo(S2, leader.receives(S2, leader.holds(2))))
        .containsExactly(new TimeoutNow(1, S1));
    assertThat(sentTo(S2, leader.receives(S2, leader.holds(2)))).as("told once").isEmpty();
  }

  @Test
  @DisplayName("R-31 (c) who is no other voter is refused")
  void whoIsNoOtherVoterIsRefused() {
    RaftTester leader = readyLeader();
    for (NodeId target : List.of(S1, NodeId.of("s9"))) {
      assertThat(leader.isToHandOver(1, target))
          .containsExactly(new AnswerTransfer(new CallId(1), TransferOutcome.REFUSED));
    }
    assertThat(fresh().isToHandOver(2, S2))
        .containsExactly(new AnswerTransfer(new CallId(2), TransferOutcome.NOT_LEADER));
  }

  @Test
  @DisplayName("R-31 (d) proposals are refused during a transfer, and taken again when it fails")
  void proposalsAreRefusedUntilTheTransferFails() {
    RaftTester leader = readyLeader();
    leader.isToHandOver(1, S2);
    assertThat(leader.proposes(2, "x"))
        .containsExactly(new AnswerProposal(new CallId(2), new ProposalOutcome.Overloaded()));

    for (int i = 0; i < 10; i++) {
      assertThat(answers(leader.waits(TIMEOUT_MAX.dividedBy(10).minusNanos(1)))).isEmpty();
      leader.receives(S3, leader.holds(1));
      leader.receives(S4, leader.holds(1));
    }
    assertThat(leader.core().nextWakeup().since(leader.now()))
        .isLessThanOrEqualTo(Duration.ofNanos(10));
    assertThat(answers(leader.waits(Duration.ofNanos(10))))
        .containsExactly(new AnswerTransfer(new CallId(1), TransferOutcome.TIMED_OUT));

    assertThat(answers(leader.proposes(3, "y"))).isEmpty();
    assertThat(leader.logTerms()).containsExactly(1L, 1L);
  }

  @Test
  @DisplayName("R-31 (e) a second transfer is refused while the first is under way")
  void secondTransferIsRefused() {
    RaftTester leader = readyLeader();
    leader.isToHandOver(1, S2);

    assertThat(leader.isToHandOver(2, S3))
        .containsExactly(new AnswerTransfer(new CallId(2), TransferOutcome.REFUSED));
    assertThat(leader.isToHandOver(3, S2))
        .containsExactly(new AnswerTransfer(new CallId(3), TransferOutcome.REFUSED));
  }

  @Test
  @DisplayName("R-31 (f) a candidate that nobody asked for is refused during a transfer, too")
  void otherCandidatesAreRefused() {
    RaftTester leader = readyLeader();
    leader.isToHandOver(1, S2);

    assertThat(leader.receives(S3, new RequestVote(5, S3, at(1, 9), Campaign.TIMEOUT)))
        .containsExactly(new RaftEffect.SendMessage(S3, new RequestVoteReply(1, false)));
    assertThat(sentTo(S3, leader.receives(S3, new PreVote(4, S3, at(1, 9)))))
        .containsExactly(new PreVoteReply(1, 5, false));
  }

  @Test
  @DisplayName("R-31 (f) a greater term during a transfer ends it: another node leads")
  void greaterTermEndsTheTransfer() {
    RaftTester leader = readyLeader();
    leader.isToHandOver(1, S3);
    assertThat(answers(leader.receives(S4, new RaftMessage.AppendEntriesReply(5, false, 0, 0))))
        .isEmpty();

    assertThat(answers(leader.receives(S2, fromS2(5, at(1, 1), List.of()))))
        .containsExactly(new AnswerTransfer(new CallId(1), TransferOutcome.NOT_LEADER));
  }

  @Test
  @DisplayName("R-31 (f) if nobody leads after a timeout, the one who asked is told so")
  void nobodyLeadsAfterATransfer() {
    RaftTester leader = readyLeader();
    leader.isToHandOver(1, S2);
    leader.receives(S2, TAKE_OVER);

    assertThat(answers(leader.waits(TIMEOUT_MAX)))
        .containsExactly(new AnswerTransfer(new CallId(1), TransferOutcome.NOT_LEADER));
  }

  @Test
  void requestOfAnOlderLeaderIsNotFollowed() {
    RaftTester node = RaftTester.with(RaftConfig.STANDARD, RaftTester.disk(4, 1));

    assertThat(node.receives(S2, new TimeoutNow(3, S2)))
        .containsExactly(new RaftEffect.SendMessage(S2, new TimeoutNowReply(4)));
    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
  }

  private static List<RaftMessage> timeoutsNow(List<RaftEffect> effects) {
    return sentTo(S2, effects).stream().filter(message -> message instanceof TimeoutNow).toList();
  }

  private static RaftTester fresh() {
    return RaftTester.with(RaftConfig.STANDARD, RecoveredState.EMPTY);
  }

  /** Leads term 1 of five; all hold its no-op. */
  private static RaftTester readyLeader() {
    RaftTester node = fresh();
    node.leadsReadily();
    return node;
  }
}
