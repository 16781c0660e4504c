package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.command;
import static org.quorama.raft.RaftTester.entries;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.DurabilityTracker;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;

/** What has gone wrong in other Rafts, one message at a time. */
class RaftCatalogueTest {
  @Test
  @DisplayName("R-02 a vote survives a crash right after the reply")
  void voteSurvivesACrash() {
    RaftTester voter = RaftTester.fresh();
    List<RaftEffect> effects =
        voter.receives(S2, new RequestVote(5, S2, LogPosition.START, RaftMessage.Campaign.TIMEOUT));
    assertThat(effects.indexOf(new RaftEffect.PersistHardState(1, new HardState(5, S2))))
        .isLessThan(effects.indexOf(new RaftEffect.SendMessage(S2, voter.vote(true))));
    voter.persists();

    RaftTester again = voter.restarted();

    assertThat(
            sentTo(
                S3,
                again.receives(
                    S3, new RequestVote(5, S3, LogPosition.START, RaftMessage.Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(5, false));
  }

  @Test
  @DisplayName("R-02 all messages but AppendEntries wait for the disk")
  void whatPromisesDurability() {
    assertThat(
            new RequestVote(1, S1, LogPosition.START, RaftMessage.Campaign.TIMEOUT)
                .promisesDurability())
        .isTrue();
    assertThat(new RequestVoteReply(1, true).promisesDurability()).isTrue();
    assertThat(new AppendEntriesReply(1, true, 0, 1).promisesDurability()).isTrue();
    assertThat(fromS2(1, LogPosition.START, List.of()).promisesDurability()).isFalse();
  }

  @Test
  @DisplayName("R-03 a leader that steps down inside its term keeps its vote")
  void steppingDownKeepsTheVote() {
    RaftTester node = RaftTester.leaderWithLog();
    node.waits(Duration.ofSeconds(1));
    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);

    assertThat(
            sentTo(
                S2,
                node.receives(S2, new RequestVote(1, S2, at(1, 1), RaftMessage.Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(1, false));
    assertThat(node.status().hardState()).isEqualTo(new HardState(1, S1));
  }

  @Test
  @DisplayName("R-04 a candidate that meets the leader of its term keeps its vote, on disk as well")
  void candidateThatMeetsTheLeaderKeepsItsVote() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();
    node.receives(S2, fromS2(1, LogPosition.START, List.of()));
    node.persists();
    assertThat(node.status().leaderId()).isEqualTo(S2);

    RaftTester again = node.restarted();

    RequestVote request = new RequestVote(1, S2, LogPosition.START, RaftMessage.Campaign.TIMEOUT);
    assertThat(sentTo(S2, again.receives(S2, request)))
        .containsExactly(new RequestVoteReply(1, false));
    assertThat(again.status().hardState()).isEqualTo(new HardState(1, S1));
  }

  @Test
  @DisplayName("R-19 a single voter applies and answers only what its disk holds")
  void singleVoterWaitsForItsDisk() {
    RaftTester node = RaftTester.of(1, RecoveredState.EMPTY);
    node.wakesUp();
    node.persists();
    node.persists();
    assertThat(node.proposes(7, "x"))
        .containsExactly(new RaftEffect.AppendToLog(3, List.of(command(at(1, 2), "x"))));
    assertThat(node.status().log().commitIndex()).isEqualTo(1);

    assertThat(node.persists())
        .containsExactly(
            new RaftEffect.ApplyCommitted(List.of(command(at(1, 2), "x"))),
            new RaftEffect.AnswerProposal(new CallId(7), new ProposalOutcome.Committed(at(1, 2))));
    assertThat(node.disk().log()).hasSizeGreaterThanOrEqualTo(node.applied().size());
  }

  @Test
  @DisplayName("R-05 doubled votes and votes of strangers do not count")
  void votesAreCountedPerMember() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();
    node.persists();
    for (int i = 0; i < 3; i++) {
      node.receives(S2, node.vote(true));
      node.receives(NodeId.of("s9"), node.vote(true));
      node.receives(S1, node.vote(true));
    }

    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
    assertThat(node.status().votesReceived()).containsExactly(S1, S2);
  }

  @Test
  @DisplayName("R-05 doubled acknowledgements and those of strangers do not count")
  void acknowledgementsAreCountedPerMember() {
    RaftTester node = RaftTester.leaderWithLog();
    for (int i = 0; i < 3; i++) {
      node.receives(S2, node.holds(1));
      node.receives(NodeId.of("s9"), node.holds(1));
    }

    assertThat(node.status().log().commitIndex()).isZero();
  }

  @Test
  @DisplayName("R-06 late votes of an older term do not count")
  void lateVotesDoNotCount() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();
    RequestVoteReply late = node.vote(true);
    node.wakesUp();
    node.persists();

    node.receives(S2, late);
    node.receives(S3, late);

    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
    assertThat(node.status().votesReceived()).containsExactly(S1);
  }

  @Test
  @DisplayName("R-08 a longer log with an older last term loses")
  void longerLogOfAnOlderTermLoses() {
    RaftTester node = RaftTester.withLog(1, 2);

    assertThat(
            sentTo(
                S2,
                node.receives(S2, new RequestVote(3, S2, at(1, 9), RaftMessage.Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(3, false));
  }

  @Test
  @DisplayName("R-09 first contact of a fresh node: prevLog 0 matches, term 0 is never a leader's")
  void freshNodeAcceptsFromTheStart() {
    RaftTester node = RaftTester.fresh();
    assertThat(node.status().hardState()).isEqualTo(HardState.INITIAL);

    assertThat(sentTo(S2, node.receives(S2, fromS2(1, LogPosition.START, entries(1, 1)))))
        .containsExactly(new AppendEntriesReply(1, true, 1, 1));
    assertThatThrownBy(() -> fromS2(0, LogPosition.START, List.of()))
        .isInstanceOf(InvariantViolation.class);
    assertThat(RaftTester.fresh().reads(1))
        .containsExactly(
            new RaftEffect.AnswerRead(new CallId(1), new ReadOutcome.NotLeader(Optional.empty())));
  }

  @Test
  @DisplayName("R-10 a late AppendEntries removes nothing and acknowledges only itself")
  void lateAppendEntriesRemovesNothing() {
    RaftTester node = RaftTester.withLog(1, 1);
    node.receives(S2, fromS2(1, at(1, 2), entries(3, 1)));
    node.receives(S2, fromS2(1, at(1, 3), entries(4, 1, 1)));

    List<RaftEffect> effects = node.receives(S2, fromS2(1, at(1, 2), entries(3, 1)));

    assertThat(effects)
        .containsExactly(new RaftEffect.SendMessage(S2, new AppendEntriesReply(1, true, 3, 1)));
    assertThat(node.core().log().lastIndex()).isEqualTo(5);
  }

  @Test
  @DisplayName("R-10 R-14 late answers move neither matchIndex nor nextIndex back")
  void lateAnswersMoveNothingBack() {
    RaftTester node = RaftTester.leaderWithLog(1, 1, 1);
    node.receives(S2, node.holds(4));

    node.receives(S2, node.holds(2));
    node.receives(S2, node.lacks(1));

    assertThat(node.status().matchIndex()).containsEntry(S2, 4L);
    assertThat(node.status().nextIndex()).containsEntry(S2, 5L);
  }

  @Test
  @DisplayName("R-11 entries from the first conflict on are removed")
  void conflictIsRemoved() {
    RaftTester node = RaftTester.withLog(1, 1, 1);

    node.receives(S2, fromS2(2, at(1, 1), List.of(command(at(2, 2), "new"))));

    assertThat(node.logTerms()).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("R-12 a heartbeat commits nothing behind what it compared")
  void heartbeatCommitsOnlyWhatItCompared() {
    RaftTester node = RaftTester.withLog(1, 1, 1, 1);

    node.receives(S2, fromS2(2, at(1, 3), List.of(), 5));

    assertThat(node.status().log().commitIndex()).isEqualTo(3);
    assertThat(node.applied()).hasSize(3);
  }

  @Test
  @DisplayName("R-12 what is committed is applied only once it is durable here")
  void nothingIsAppliedBeforeItIsDurable() {
    RaftTester node = RaftTester.fresh();

    node.receives(S2, fromS2(1, LogPosition.START, entries(1, 1, 1), 2));
    assertThat(node.applied()).isEmpty();
    node.persists();
    assertThat(node.applied()).hasSize(2);
  }

  @Test
  @DisplayName("R-13 a heartbeat acknowledges only what it compared, not a divergent tail")
  void acknowledgesOnlyWhatWasCompared() {
    RaftTester node = RaftTester.withLog(1, 1, 1, 1);

    assertThat(sentTo(S2, node.receives(S2, fromS2(3, at(1, 2), List.of()))))
        .containsExactly(new AppendEntriesReply(3, true, 2, 1));
  }

  @Test
  @DisplayName("R-16 a deposed leader appends nothing under the new term")
  void deposedLeaderAppendsNothing() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, new RequestVoteReply(2, false));

    assertThat(node.proposes(1, "x"))
        .containsExactly(
            new RaftEffect.AnswerProposal(
                new CallId(1), new ProposalOutcome.NotLeader(Optional.empty())));
    assertThat(node.logTerms()).containsExactly(1L);
  }

  @Test
  @DisplayName("R-18 a rival leader of the same term stops the node")
  void rivalLeaderIsABug() {
    RaftTester node = RaftTester.leaderWithLog();

    assertThatThrownBy(() -> node.receives(S2, fromS2(1, LogPosition.START, List.of())))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("Two leaders in term 1");
  }

  @Test
  @DisplayName("R-20 a leader counts itself only up to what its disk holds")
  void leaderCountsItselfOnceDurable() {
    RaftTester node = RaftTester.fresh();
    node.isElected();
    node.receives(S2, node.holds(1));
    node.receives(S3, node.holds(1));
    assertThat(node.status().log().commitIndex()).as("two of five, not three").isZero();

    node.persists();
    assertThat(node.status().log().commitIndex()).isEqualTo(1);
  }

  @Test
  @DisplayName("R-20 a quorum without the leader commits; the leader applies once durable")
  void quorumWithoutTheLeaderCommits() {
    RaftTester node = RaftTester.fresh();
    node.isElected();
    for (NodeId follower : List.of(S2, S3, S4)) {
      node.receives(follower, node.holds(1));
    }
    assertThat(node.status().log().commitIndex()).isEqualTo(1);
    assertThat(node.applied()).isEmpty();

    node.persists();
    assertThat(node.applied()).hasSize(1);
  }

  @Test
  @DisplayName("R-21 the completion of an old write does not make the new entry durable")
  void oldCompletionProvesNothingOfTheNewEntry() {
    DurabilityTracker disk = new DurabilityTracker(11);
    disk.appending(1, new LogPosition(1, 12));
    disk.truncating(12);
    disk.appending(3, new LogPosition(3, 12));

    disk.persisted(1);
    assertThat(disk.durableIndex()).isEqualTo(11);
    disk.persisted(3);
    assertThat(disk.durableIndex()).isEqualTo(12);
    disk.truncating(5);
    assertThat(disk.durableIndex()).isEqualTo(4);
  }

  @Test
  @DisplayName("RD-01 a read waits for the no-op of the leader's term")
  void readWaitsForTheNoOp() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);
    node.reads(1);
    AppendEntriesReply confirmsOnly = new AppendEntriesReply(2, true, 2, 2);
    node.waits(HEARTBEAT); // round 2 carries the read
    node.receives(S2, confirmsOnly);
    assertThat(node.receives(S3, confirmsOnly)).filteredOn(RaftCatalogueTest::isRead).isEmpty();

    node.receives(S2, new AppendEntriesReply(2, true, 3, 2));
    assertThat(node.receives(S3, new AppendEntriesReply(2, true, 3, 2)))
        .contains(new RaftEffect.AnswerRead(new CallId(1), new ReadOutcome.Ready(3)));
  }

  @Test
  @DisplayName("RD-02 answers to messages sent before the read do not confirm it")
  void earlierMessagesDoNotConfirmARead() {
    RaftTester node = readyLeader();
    node.waits(HEARTBEAT); // round 2 leaves before the read comes
    node.reads(1);

    node.receives(S2, new AppendEntriesReply(1, true, 1, 2));
    List<RaftEffect> confirmed = node.receives(S3, new AppendEntriesReply(1, true, 1, 2));
    assertThat(confirmed).filteredOn(RaftCatalogueTest::isRead).isEmpty();
    assertThat(sentTo(S2, confirmed)).as("round 3 begins at once").hasSize(1);

    node.receives(S2, new AppendEntriesReply(1, true, 1, 3));
    assertThat(node.receives(S4, new AppendEntriesReply(1, true, 1, 3)))
        .containsExactly(
            new RaftEffect.ReadsConfirmed(1, 1),
            new RaftEffect.AnswerRead(new CallId(1), new ReadOutcome.Ready(1)));
  }

  @Test
  @DisplayName("RD-02 reads that come together share a round")
  void readsShareARound() {
    RaftTester node = readyLeader();

    assertThat(sentTo(S2, node.reads(1))).hasSize(1);
    assertThat(node.reads(2)).as("a round is under way").isEmpty();
    assertThat(node.reads(3)).isEmpty();
    node.receives(S2, new AppendEntriesReply(1, true, 1, 2));
    List<RaftEffect> effects = node.receives(S3, new AppendEntriesReply(1, true, 1, 2));

    assertThat(effects)
        .contains(new RaftEffect.AnswerRead(new CallId(1), new ReadOutcome.Ready(1)));
    assertThat(sentTo(S2, effects)).as("one round for both others").hasSize(1);
    assertThat(sentTo(S3, effects)).hasSize(1);
    node.receives(S2, new AppendEntriesReply(1, true, 1, 3));
    assertThat(node.receives(S3, new AppendEntriesReply(1, true, 1, 3)))
        .containsExactly(
            new RaftEffect.ReadsConfirmed(1, 1),
            new RaftEffect.AnswerRead(new CallId(2), new ReadOutcome.Ready(1)),
            new RaftEffect.ReadsConfirmed(1, 1),
            new RaftEffect.AnswerRead(new CallId(3), new ReadOutcome.Ready(1)));
  }

  @Test
  @DisplayName("RD-02 a read asks a majority; if one of it is silent, the next heartbeat asks all")
  void readAsksAMajorityAndTheNextHeartbeatAll() {
    RaftTester node = readyLeader();

    List<RaftEffect> asked = node.reads(1); // round 2
    assertThat(asked).filteredOn(RaftEffect.SendMessage.class::isInstance).hasSize(2);
    List<RaftEffect> heartbeats = node.waits(HEARTBEAT); // round 3
    assertThat(heartbeats).filteredOn(RaftEffect.SendMessage.class::isInstance).hasSize(4);
    node.receives(S4, new AppendEntriesReply(1, true, 1, 3));
    assertThat(node.receives(S5, new AppendEntriesReply(1, true, 1, 3)))
        .contains(new RaftEffect.AnswerRead(new CallId(1), new ReadOutcome.Ready(1)));

    assertThat(sentTo(S4, node.reads(2))).as("whoever was heard last").hasSize(1);
  }

  @Test
  @DisplayName("RD-02 a refusal from the leader's term confirms nothing of an earlier leadership")
  void answersToAnEarlierTermConfirmNothing() {
    RaftTester node = readyLeader();
    node.reads(1);

    // Followers of this term answer a message that the node sent in an earlier term, round 100.
    AppendEntries old = new AppendEntries(1, S1, LogPosition.START, List.of(), 0, 100);
    RaftTester follower = RaftTester.withLog(2);
    List<RaftMessage> answer = sentTo(S2, follower.receives(S2, old));
    assertThat(answer).containsExactly(new AppendEntriesReply(2, false, 0, 0));

    node.receives(S2, new AppendEntriesReply(1, false, 0, 0));
    assertThat(node.receives(S3, new AppendEntriesReply(1, false, 0, 0))).isEmpty();
    assertThat(node.status().nextIndex()).containsEntry(S3, 2L);
  }

  /** Leads term 1 of five; its no-op is committed. */
  private static RaftTester readyLeader() {
    RaftTester node = RaftTester.leaderWithLog();
    for (NodeId follower : List.of(S2, S3, S4, S5)) {
      node.receives(follower, node.holds(1));
    }
    return node;
  }

  private static boolean isRead(RaftEffect effect) {
    return effect instanceof RaftEffect.AnswerRead;
  }
}
