package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;
import static org.quorama.raft.RaftTester.TIMEOUT_MIN;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftConfig.Feature;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.Campaign;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;

/** Asking before the term is raised, and standing by a leader that is alive. */
class PreVoteTest {
  private static final PreVote QUESTION = new PreVote(0, S1, LogPosition.START);

  @Test
  void followerWhoseDeadlineIsDueAsksWithoutRaisingItsTerm() {
    RaftTester node = fresh();

    assertThat(node.wakesUp())
        .containsExactly(
            new RaftEffect.PreVoteStarted(1),
            new RaftEffect.SendMessage(S2, QUESTION),
            new RaftEffect.SendMessage(S3, QUESTION),
            new RaftEffect.SendMessage(S4, QUESTION),
            new RaftEffect.SendMessage(S5, QUESTION));
    assertThat(node.status().hardState()).isEqualTo(HardState.INITIAL);
    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
  }

  @Test
  void majorityOfPreVotesBeginsTheCandidacy() {
    RaftTester node = fresh();
    node.wakesUp();
    assertThat(node.receives(S2, granted(0, 1))).isEmpty();
    assertThat(node.receives(S2, granted(0, 1))).as("doubled").isEmpty();
    assertThat(node.receives(NodeId.of("s9"), granted(0, 1))).as("a stranger's").isEmpty();

    RequestVote request = new RequestVote(1, S1, LogPosition.START, Campaign.TIMEOUT);
    assertThat(sentTo(S5, node.receives(S3, granted(0, 1)))).containsExactly(request);
    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
  }

  @Test
  void singleVoterNeedsNobodysPreVote() {
    RaftConfig config = RaftTester.config(S1, 1, RaftConfig.Limits.defaults(), RaftConfig.STANDARD);
    RaftTester node = new RaftTester(config, RaftRules.standard(), RecoveredState.EMPTY);
    node.wakesUp();
    node.persists();

    assertThat(node.status().role()).isEqualTo(RoleName.LEADER);
  }

  @Test
  void whoeverOversleptTheEndOfItsWaitHearsItsMailBeforeItAsks() {
    RaftTester node = fresh();
    node.receives(S2, fromS2(1, LogPosition.START, List.of()));
    node.persists();
    MonotonicTime end = node.core().nextWakeup();
    node.itIs(end.plus(HEARTBEAT));

    assertThat(node.step(new RaftInput.TimePassed())).isEmpty();
    assertThat(node.core().nextWakeup()).isEqualTo(end.plus(HEARTBEAT).plus(HEARTBEAT));
    node.itIs(node.core().nextWakeup().plus(HEARTBEAT));
    assertThat(node.step(new RaftInput.TimePassed()))
        .as("but it listens once only")
        .contains(new RaftEffect.PreVoteStarted(2));
  }

  @Test
  @DisplayName("R-07 late pre-votes are no votes")
  void latePreVotesAreNoVotes() {
    RaftTester node = fresh();
    node.wakesUp();
    node.receives(S2, granted(0, 1));
    node.receives(S3, granted(0, 1));
    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
    node.persists();

    node.receives(S4, granted(0, 1));
    node.receives(S5, granted(0, 1));
    node.receives(S4, granted(1, 2));

    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
    assertThat(node.status().votesReceived()).containsExactly(S1);
  }

  @Test
  @DisplayName("R-07 pre-votes for another term do not count")
  void preVotesForAnotherTermDoNotCount() {
    RaftTester node = fresh();
    node.wakesUp();
    node.receives(S2, fromS2(3, LogPosition.START, List.of()));
    node.waits(TIMEOUT_MIN);

    node.receives(S3, granted(0, 1));
    node.receives(S4, granted(3, 5));

    assertThat(node.term()).isEqualTo(3);
    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    node.receives(S3, granted(3, 4));
    node.receives(S4, granted(3, 4));
    assertThat(node.term()).isEqualTo(4);
  }

  @Test
  @DisplayName("R-25 a refusal tells the greater term, which the one who asked takes over")
  void refusalTellsTheGreaterTerm() {
    RaftTester voter = with(RaftTester.disk(9, 1));
    RaftTester asks = with(RaftTester.disk(2, 1, 2));
    PreVote question = (PreVote) sentTo(S2, asks.wakesUp()).get(0);

    List<RaftMessage> answer = sentTo(S2, voter.receives(S2, question));

    assertThat(answer).containsExactly(new PreVoteReply(9, 3, false));
    asks.receives(S2, answer.get(0));
    assertThat(asks.status().hardState()).isEqualTo(new HardState(9, null));
    assertThat(sentTo(S2, asks.wakesUp())).containsExactly(new PreVote(9, S1, at(2, 2)));
  }

  @Test
  void questionChangesNothingInTheVoter() {
    RaftTester voter = with(RaftTester.disk(2, 1));
    MonotonicTime deadline = voter.core().nextWakeup();

    assertThat(voter.receives(S2, new PreVote(7, S2, at(1, 1))))
        .containsExactly(new RaftEffect.SendMessage(S2, new PreVoteReply(2, 8, true)));
    assertThat(voter.status().hardState()).isEqualTo(new HardState(2, null));
    assertThat(voter.core().nextWakeup()).isEqualTo(deadline);
  }

  @Test
  void voterWhoseLogIsMoreUpToDateRefuses() {
    RaftTester voter = with(RaftTester.disk(2, 1, 2));

    assertThat(sentTo(S2, voter.receives(S2, new PreVote(2, S2, at(1, 9)))))
        .containsExactly(new PreVoteReply(2, 3, false));
  }

  @Test
  void voterThatVotedInTheTermRefusesAnother() {
    RaftTester voter = with(RecoveredState.of(new HardState(3, S4), List.of()));

    assertThat(sentTo(S2, voter.receives(S2, new PreVote(2, S2, LogPosition.START))))
        .containsExactly(new PreVoteReply(3, 3, false));
    assertThat(sentTo(S4, voter.receives(S4, new PreVote(2, S4, LogPosition.START))))
        .containsExactly(new PreVoteReply(3, 3, true));
  }

  @Test
  void leaderThatIsHeardEndsTheQuestion() {
    RaftTester node = fresh();
    node.wakesUp();
    node.receives(S2, fromS2(1, LogPosition.START, List.of()));

    node.receives(S3, granted(0, 1));
    node.receives(S4, granted(0, 1));
    node.receives(S3, granted(1, 2));
    node.receives(S4, granted(1, 2));

    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.term()).isEqualTo(1);
    assertThat(node.status().leaderId()).isEqualTo(S2);
  }

  @Test
  @DisplayName("R-23 a voter that just heard a leader refuses candidates and keeps its term")
  void voterInTouchWithALeaderRefuses() {
    RaftTester voter = fresh();
    voter.receives(S2, fromS2(4, LogPosition.START, List.of()));
    voter.waits(TIMEOUT_MIN.minusNanos(1));
    RequestVote request = new RequestVote(9, S3, at(4, 9), Campaign.TIMEOUT);

    assertThat(sentTo(S3, voter.receives(S3, new PreVote(8, S3, at(4, 9)))))
        .containsExactly(new PreVoteReply(4, 9, false));
    assertThat(voter.receives(S3, request))
        .containsExactly(new RaftEffect.SendMessage(S3, new RequestVoteReply(4, false)));
    assertThat(voter.status().hardState()).isEqualTo(new HardState(4, null));

    voter.itIs(voter.now().plus(TIMEOUT_MIN));
    assertThat(sentTo(S3, voter.receives(S3, request)))
        .containsExactly(new RequestVoteReply(9, true));
  }

  @Test
  @DisplayName("R-23 the leader itself refuses, too, and goes on leading")
  void leaderRefuses() {
    RaftTester leader = leader(RaftConfig.STANDARD);

    assertThat(leader.receives(S3, new RequestVote(9, S3, at(1, 9), Campaign.TIMEOUT)))
        .containsExactly(new RaftEffect.SendMessage(S3, new RequestVoteReply(1, false)));
    assertThat(sentTo(S3, leader.receives(S3, new PreVote(8, S3, at(1, 9)))))
        .containsExactly(new PreVoteReply(1, 9, false));
    assertThat(leader.status().role()).isEqualTo(RoleName.LEADER);
  }

  @Test
  @DisplayName("R-26 the refused candidate's greater term reaches the leader in an answer")
  void leaderLearnsTheTermOfAStuckCandidate() {
    RaftTester leader = leader(RaftConfig.STANDARD);

    leader.receives(S3, new AppendEntriesReply(9, false, 0, 0));

    assertThat(leader.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(leader.term()).isEqualTo(9);
  }

  @Test
  void withoutPreVoteACandidateDeposesTheLeader() {
    RaftTester leader = leader(RaftTester.PLAIN);

    assertThat(sentTo(S3, leader.receives(S3, new RequestVote(9, S3, at(1, 9), Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(9, true));
    assertThat(leader.status().role()).isEqualTo(RoleName.FOLLOWER);
  }

  @Test
  @DisplayName("R-29 without check-quorum a leader that hears nobody stays")
  void leaderStaysWithoutCheckQuorum() {
    RaftTester leader = leader(Set.of(Feature.PRE_VOTE));
    for (int i = 0; i < 100; i++) {
      leader.waits(HEARTBEAT);
    }

    assertThat(leader.status().role()).isEqualTo(RoleName.LEADER);
    assertThat(leader.core().nextWakeup()).isEqualTo(leader.now().plus(HEARTBEAT));
  }

  @Test
  @DisplayName("R-30 every wait is drawn anew")
  void everyWaitIsDrawnAnew() {
    List<Long> draws = new ArrayList<>();
    RaftConfig config = RaftTester.config(S1, 5);
    RaftTester node =
        new RaftTester(
            config,
            RaftRules.standard(),
            bound -> {
              draws.add(bound);
              return draws.size();
            },
            RecoveredState.EMPTY,
            MonotonicTime.ZERO);
    for (int i = 0; i < 5; i++) {
      MonotonicTime before = node.core().nextWakeup();
      node.wakesUp();
      assertThat(node.core().nextWakeup().since(before))
          .isEqualTo(TIMEOUT_MIN.plusNanos(draws.size()));
    }
    assertThat(draws).hasSize(6);
  }

  @Test
  @DisplayName("M-12 a candidate that is no member is answered, and its vote counted nowhere")
  void strangersAreAnsweredButDoNotCount() {
    NodeId stranger = NodeId.of("s9");
    RaftTester voter = fresh();

    assertThat(
            sentTo(
                stranger,
                voter.receives(
                    stranger, new RequestVote(3, stranger, LogPosition.START, Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(3, true));
    voter.receives(stranger, new AppendEntriesReply(7, false, 0, 0));
    assertThat(voter.term()).as("what a stranger answers counts for nothing").isEqualTo(3);
  }

  private static RaftTester fresh() {
    return with(RecoveredState.EMPTY);
  }

  private static RaftTester with(RecoveredState disk) {
    return RaftTester.with(RaftConfig.STANDARD, disk);
  }

  /** Leads term 1 of five. */
  private static RaftTester leader(Set<Feature> features) {
    RaftTester node = RaftTester.with(features, RecoveredState.EMPTY);
    node.leads();
    return node;
  }

  private static PreVoteReply granted(long term, long campaignTerm) {
    return new PreVoteReply(term, campaignTerm, true);
  }
}
