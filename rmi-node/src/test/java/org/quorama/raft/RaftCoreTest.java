package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;
import static org.quorama.raft.RaftTester.TIMEOUT_MIN;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.command;
import static org.quorama.raft.RaftTester.entries;
import static org.quorama.raft.RaftTester.fromS2;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftEffect.AnswerProposal;
import org.quorama.raft.RaftEffect.AnswerRead;
import org.quorama.raft.RaftEffect.AppendToLog;
import org.quorama.raft.RaftEffect.ApplyCommitted;
import org.quorama.raft.RaftEffect.PersistHardState;
import org.quorama.raft.RaftEffect.RoleChanged;
import org.quorama.raft.RaftEffect.SendMessage;
import org.quorama.raft.RaftEffect.TruncateLog;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;

/** Given a state and one input: the whole list of effects, in order. */
class RaftCoreTest {
  private static final LogEntry NO_OP = LogEntry.noOp(at(1, 1));

  @Test
  void earlyWakeUpDoesNothing() {
    RaftTester node = RaftTester.fresh();

    assertThat(node.waits(TIMEOUT_MIN.minusNanos(1))).isEmpty();
    assertThat(node.core().nextWakeup().since(node.now())).isEqualTo(Duration.ofNanos(1));
  }

  @Test
  void followerWhoseDeadlineIsDueAsksAllOthersForTheirVote() {
    RaftTester node = RaftTester.fresh();
    RequestVote question = new RequestVote(1, S1, LogPosition.START, RaftMessage.Campaign.TIMEOUT);

    assertThat(node.wakesUp())
        .containsExactly(
            new RoleChanged(RoleName.CANDIDATE, 1, null),
            new PersistHardState(1, new HardState(1, S1)),
            new SendMessage(S2, question),
            new SendMessage(S3, question),
            new SendMessage(S4, question),
            new SendMessage(S5, question));
  }

  @Test
  void candidateCountsItsOwnVoteOnceItIsDurable() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    assertThat(node.status().votesReceived()).isEmpty();
    assertThat(node.persists()).isEmpty();
    assertThat(node.status().votesReceived()).containsExactly(S1);
  }

  @Test
  void candidateWithAMajorityOpensItsTermWithANoOp() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();
    node.persists();
    node.receives(S2, node.vote(true));
    AppendEntries first = new AppendEntries(1, S1, LogPosition.START, List.of(NO_OP), 0, 1);

    assertThat(node.receives(S3, node.vote(true)))
        .containsExactly(
            new RoleChanged(RoleName.LEADER, 1, S1),
            new AppendToLog(2, List.of(NO_OP)),
            new SendMessage(S2, first),
            new SendMessage(S3, first),
            new SendMessage(S4, first),
            new SendMessage(S5, first));
  }

  @Test
  void voterWritesItsVoteBeforeItAnswers() {
    RaftTester node = RaftTester.fresh();

    assertThat(
            node.receives(
                S3, new RequestVote(4, S3, LogPosition.START, RaftMessage.Campaign.TIMEOUT)))
        .containsExactly(
            new RoleChanged(RoleName.FOLLOWER, 4, null),
            new PersistHardState(1, new HardState(4, S3)),
            new SendMessage(S3, new RequestVoteReply(4, true)));
  }

  @Test
  void followerWritesEntriesBeforeItAnswersAndAppliesWhatIsDurable() {
    RaftTester node = RaftTester.withLog(1);
    List<LogEntry> added = entries(2, 1, 1);

    assertThat(node.receives(S2, fromS2(1, at(1, 1), added, 2)))
        .containsExactly(
            new RoleChanged(RoleName.FOLLOWER, 1, S2),
            new AppendToLog(1, added),
            new SendMessage(S2, new AppendEntriesReply(1, true, 3, 1)),
            new ApplyCommitted(entries(1, 1)));
    assertThat(node.persists()).containsExactly(new ApplyCommitted(entries(2, 1)));
  }

  @Test
  void followerRemovesAConflictAndAllBehindIt() {
    RaftTester node = RaftTester.withLog(1, 1, 1);
    LogEntry other = command(at(2, 2), "other");

    assertThat(node.receives(S2, fromS2(2, at(1, 1), List.of(other))))
        .containsExactly(
            new RoleChanged(RoleName.FOLLOWER, 2, S2),
            new PersistHardState(1, new HardState(2, null)),
            new TruncateLog(2, 2),
            new AppendToLog(3, List.of(other)),
            new SendMessage(S2, new AppendEntriesReply(2, true, 2, 1)));
  }

  @Test
  void followerThatLacksPrevLogSaysWhereItsLogEnds() {
    RaftTester node = RaftTester.withLog(1, 1);

    assertThat(node.receives(S2, fromS2(1, at(1, 7), entries(8, 1))))
        .containsExactly(
            new RoleChanged(RoleName.FOLLOWER, 1, S2),
            new SendMessage(S2, new AppendEntriesReply(1, false, 2, 1)));
  }

  @Test
  void messageOfAnOlderTermIsRefusedAndConfirmsNoRound() {
    RaftTester node = RaftTester.withLog(3);

    assertThat(node.receives(S2, fromS2(2, LogPosition.START, List.of())))
        .containsExactly(new SendMessage(S2, new AppendEntriesReply(3, false, 0, 0)));
  }

  @Test
  void leaderWritesAndSendsAProposalInOneStep() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));
    node.receives(S3, node.holds(1));
    LogEntry entry = command(at(1, 2), "x");
    AppendEntries message = new AppendEntries(1, S1, at(1, 1), List.of(entry), 1, 1);

    // S4 and S5 have not answered the first message yet.
    assertThat(node.proposes(7, "x"))
        .containsExactly(
            new AppendToLog(3, List.of(entry)),
            new SendMessage(S2, message),
            new SendMessage(S3, message));
  }

  @Test
  void leaderAppliesAndAnswersOnceAMajorityHoldsTheEntry() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));
    node.receives(S3, node.holds(1));
    node.proposes(7, "x");
    node.persists();
    node.receives(S2, node.holds(2));

    assertThat(node.receives(S3, node.holds(2)))
        .containsExactly(
            new ApplyCommitted(List.of(command(at(1, 2), "x"))),
            new AnswerProposal(new CallId(7), new ProposalOutcome.Committed(at(1, 2))));
  }

  @Test
  void idleLeaderSendsHeartbeats() {
    RaftTester node = RaftTester.leaderWithLog();
    for (NodeId follower : List.of(S2, S3, S4, S5)) {
      node.receives(follower, node.holds(1));
    }
    AppendEntries heartbeat = new AppendEntries(1, S1, at(1, 1), List.of(), 1, 2);

    assertThat(node.waits(HEARTBEAT))
        .containsExactly(
            new SendMessage(S2, heartbeat),
            new SendMessage(S3, heartbeat),
            new SendMessage(S4, heartbeat),
            new SendMessage(S5, heartbeat));
  }

  @Test
  void followerSendsClientsToTheLeader() {
    RaftTester node = RaftTester.fresh();
    assertThat(node.proposes(1, "x"))
        .containsExactly(
            new AnswerProposal(new CallId(1), new ProposalOutcome.NotLeader(Optional.empty())));

    node.receives(S2, fromS2(1, LogPosition.START, List.of()));
    assertThat(node.proposes(2, "x"))
        .containsExactly(
            new AnswerProposal(new CallId(2), new ProposalOutcome.NotLeader(Optional.of(S2))));
    assertThat(node.reads(3))
        .containsExactly(new AnswerRead(new CallId(3), new ReadOutcome.NotLeader(Optional.of(S2))));
  }

  @Test
  void leaderTakesNoMoreThanItsBound() {
    RaftTester node = RaftTester.leaderWithLog();
    for (int id = 1; id <= 4; id++) {
      node.proposes(id, "x");
    }

    assertThat(node.proposes(5, "x"))
        .containsExactly(new AnswerProposal(new CallId(5), new ProposalOutcome.Overloaded()));
    assertThat(node.reads(6))
        .containsExactly(new AnswerRead(new CallId(6), new ReadOutcome.Overloaded()));
  }

  @Test
  void deposedLeaderTellsEveryoneWhoWaits() {
    RaftTester node = RaftTester.leaderWithLog();
    node.proposes(1, "x");
    node.reads(2);

    assertThat(node.receives(S2, new RequestVoteReply(9, false)))
        .containsExactly(
            new RoleChanged(RoleName.FOLLOWER, 9, null),
            new AnswerProposal(new CallId(1), new ProposalOutcome.Unknown()),
            new AnswerRead(new CallId(2), new ReadOutcome.NotLeader(Optional.empty())),
            new PersistHardState(4, new HardState(9, null)));
  }

  @Test
  void leaderThatHearsNoQuorumForAnElectionTimeoutStepsDown() {
    RaftTester node = RaftTester.leaderWithLog();
    node.waits(Duration.ofMillis(200));
    node.receives(S2, node.holds(1)); // two of five are no quorum

    assertThat(node.waits(Duration.ofMillis(100)))
        .containsExactly(new RoleChanged(RoleName.FOLLOWER, 1, null));
  }

  @Test
  void leaderThatHearsAQuorumStays() {
    RaftTester node = RaftTester.leaderWithLog();
    for (int i = 0; i < 20; i++) {
      node.waits(HEARTBEAT);
      node.receives(S2, node.holds(1));
      node.receives(S3, node.holds(1));
    }

    assertThat(node.status().role()).isEqualTo(RoleName.LEADER);
  }

  @Test
  void singleMemberElectsItselfAndCommitsOnceDurable() {
    RaftTester node = RaftTester.of(1, RecoveredState.EMPTY);
    node.wakesUp();
    assertThat(node.persists())
        .containsExactly(
            new RoleChanged(RoleName.LEADER, 1, S1), new AppendToLog(2, List.of(NO_OP)));
    assertThat(node.persists()).containsExactly(new ApplyCommitted(List.of(NO_OP)));
    assertThat(node.reads(5))
        .containsExactly(
            new RaftEffect.ReadsConfirmed(1, 1),
            new AnswerRead(new CallId(5), new ReadOutcome.Ready(1)));
  }

  @Test
  void completionOfATicketNeverGivenIsABug() {
    RaftTester node = RaftTester.fresh();

    assertThatThrownBy(() -> node.persistsUpTo(1)).isInstanceOf(InvariantViolation.class);
  }

  @Test
  void diskWhoseLogIsAheadOfItsTermIsRefused() {
    assertThatThrownBy(() -> RaftTester.of(5, RaftTester.disk(1, 1, 2)))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("after term 1");
  }
}
