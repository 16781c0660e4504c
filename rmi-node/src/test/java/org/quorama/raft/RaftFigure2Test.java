package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;
import static org.quorama.raft.RaftTester.TIMEOUT_MAX;
import static org.quorama.raft.RaftTester.TIMEOUT_MIN;
import static org.quorama.raft.RaftTester.answers;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.command;
import static org.quorama.raft.RaftTester.entries;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.Campaign;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** One test a sentence of Figure 2 of the paper. */
class RaftFigure2Test {
  @Test
  @DisplayName("Fig. 2 State: (updated on stable storage before responding to RPCs)")
  void persistentStateIsUpdatedBeforeResponding() {
    RaftTester node = RaftTester.fresh();
    List<RaftEffect> effects = node.receives(S2, fromS2(3, LogPosition.START, entries(1, 3)));

    int response =
        effects.indexOf(new RaftEffect.SendMessage(S2, new AppendEntriesReply(3, true, 1, 1)));
    assertThat(effects.subList(0, response))
        .contains(
            new RaftEffect.PersistHardState(1, new HardState(3, null)),
            new RaftEffect.AppendToLog(2, entries(1, 3)));
    assertThat(new AppendEntriesReply(3, true, 1, 1).promisesDurability()).isTrue();
  }

  @Test
  @DisplayName(
      "Fig. 2 State: currentTerm (initialized to 0 on first boot, increases monotonically)")
  void currentTermOnlyGrows() {
    RaftTester node = RaftTester.fresh();
    assertThat(node.term()).isZero();
    long last = 0;
    for (long term : new long[] {4, 2, 7, 1, 7}) {
      node.receives(S2, new RequestVoteReply(term, false));
      assertThat(node.term()).isGreaterThanOrEqualTo(last);
      last = node.term();
    }
    assertThat(last).isEqualTo(7);
  }

  @Test
  @DisplayName("Fig. 2 State: votedFor candidateId that received vote in current term (or null)")
  void votedForBelongsToItsTerm() {
    RaftTester node = RaftTester.fresh();
    assertThat(node.status().hardState().votedFor()).isNull();

    node.receives(S2, new RequestVote(1, S2, LogPosition.START, Campaign.TIMEOUT));
    assertThat(node.status().hardState()).isEqualTo(new HardState(1, S2));
    node.receives(S3, fromS2(2, LogPosition.START, List.of()));
    assertThat(node.status().hardState()).isEqualTo(new HardState(2, null));
  }

  @Test
  @DisplayName("Fig. 2 State: log entries; each contains command and term (first index is 1)")
  void logBeginsAtIndexOne() {
    RaftTester node = RaftTester.leaderWithLog();
    node.proposes(1, "x");

    assertThat(node.core().log().firstIndex()).isEqualTo(1);
    assertThat(node.core().log().entryAt(2)).isEqualTo(command(at(1, 2), "x"));
  }

  @Test
  @DisplayName("Fig. 2 State: commitIndex, lastApplied (initialized to 0, increase monotonically)")
  void volatileStateBeginsAtZeroAfterEveryStart() {
    RaftTester node = RaftTester.fresh();
    node.receives(S2, fromS2(1, LogPosition.START, entries(1, 1, 1), 2));
    node.persists();
    assertThat(node.status().log().lastApplied()).isEqualTo(2);
    node.receives(S2, fromS2(1, at(1, 2), List.of(), 1));
    assertThat(node.status().log().commitIndex()).isEqualTo(2);

    RaftTester again = node.restarted();

    assertThat(again.status().log().commitIndex()).isZero();
    assertThat(again.status().log().lastApplied()).isZero();
    assertThat(again.status().log().last()).isEqualTo(at(1, 2));
  }

  @Test
  @DisplayName("Fig. 2 State: nextIndex[] (initialized to leader last log index + 1)")
  void nextIndexBeginsBehindTheLog() {
    RaftTester node = RaftTester.withLog(1, 1, 1);
    node.isElected();

    assertThat(node.status().nextIndex()).hasSize(4).containsValue(4L).containsKey(S5);
  }

  @Test
  @DisplayName("Fig. 2 State: matchIndex[] (initialized to 0, increases monotonically)")
  void matchIndexOnlyGrows() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);
    assertThat(node.status().matchIndex()).containsEntry(S2, 0L);
    for (long index : new long[] {2, 3, 1, 2}) {
      node.receives(S2, node.holds(index));
    }
    assertThat(node.status().matchIndex()).containsEntry(S2, 3L);
  }

  @Test
  @DisplayName("Fig. 2 State: volatile state on leaders (reinitialized after election)")
  void leaderStateIsNewAfterAnElection() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);
    node.receives(S2, node.holds(3));
    node.receives(S3, new AppendEntriesReply(5, false, 0, 0));
    assertThat(node.status().matchIndex()).isEmpty();

    node.isElected();
    assertThat(node.status().matchIndex()).containsEntry(S2, 0L);
    assertThat(node.status().nextIndex()).containsEntry(S2, 4L);
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries: leaderId so follower can redirect clients")
  void followerRedirectsClients() {
    RaftTester node = RaftTester.fresh();
    node.receives(S2, fromS2(1, LogPosition.START, List.of()));

    assertThat(answers(node.proposes(1, "x")))
        .containsExactly(
            new RaftEffect.AnswerProposal(
                new CallId(1), new ProposalOutcome.NotLeader(Optional.of(S2))));
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries: entries[] (empty for heartbeat; may send more than one)")
  void messageHasNoEntryOrSeveral() {
    RaftTester node = RaftTester.leaderWithLog(1, 1, 1);

    List<RaftMessage> retry = sentTo(S2, node.receives(S2, node.lacks(0)));
    assertThat(((AppendEntries) retry.get(0)).entries()).hasSize(3);
    List<RaftMessage> heartbeat = sentTo(S2, node.waits(HEARTBEAT));
    assertThat(((AppendEntries) heartbeat.get(0)).entries()).isEmpty();
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries results: term, for leader to update itself")
  void leaderUpdatesItselfFromAReply() {
    RaftTester node = RaftTester.leaderWithLog();

    node.receives(S2, new AppendEntriesReply(6, false, 0, 0));

    assertThat(node.term()).isEqualTo(6);
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries results: success true if follower contained prevLog")
  void successMeansThatPrevLogWasThere() {
    RaftTester node = RaftTester.withLog(1, 1);

    assertThat(sentTo(S2, node.receives(S2, fromS2(1, at(1, 2), List.of()))))
        .containsExactly(new AppendEntriesReply(1, true, 2, 1));
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries 1: reply false if term < currentTerm")
  void appendEntriesOfAnOldTermIsRefused() {
    RaftTester node = RaftTester.withLog(5);

    assertThat(sentTo(S2, node.receives(S2, fromS2(4, at(5, 1), List.of()))))
        .containsExactly(new AppendEntriesReply(5, false, 0, 0));
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries 2: reply false if log lacks prevLogIndex with prevLogTerm")
  void appendEntriesWithoutPrevLogIsRefused() {
    RaftTester node = RaftTester.withLog(1, 1);

    assertThat(sentTo(S2, node.receives(S2, fromS2(2, at(2, 2), List.of()))))
        .containsExactly(new AppendEntriesReply(2, false, 1, 1));
    assertThat(sentTo(S2, node.receives(S2, fromS2(2, at(1, 3), List.of()))))
        .containsExactly(new AppendEntriesReply(2, false, 2, 1));
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries 3: delete the conflicting entry and all that follow it")
  void conflictAndAllBehindItAreDeleted() {
    RaftTester node = RaftTester.withLog(1, 1, 1, 1);
    LogEntry other = command(at(2, 2), "other");

    List<RaftEffect> effects = node.receives(S2, fromS2(2, at(1, 1), List.of(other)));

    assertThat(effects).contains(new RaftEffect.TruncateLog(2, 2));
    assertThat(node.logTerms()).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries 4: append any new entries not already in the log")
  void onlyNewEntriesAreAppended() {
    RaftTester node = RaftTester.withLog(1, 1);

    List<RaftEffect> effects = node.receives(S2, fromS2(1, at(1, 1), entries(2, 1, 1, 1)));

    assertThat(effects).contains(new RaftEffect.AppendToLog(1, entries(3, 1, 1)));
  }

  @Test
  @DisplayName("Fig. 2 AppendEntries 5: commitIndex = min(leaderCommit, index of last new entry)")
  void followerCommitsWhatLeaderCommitAndEntriesAllow() {
    RaftTester node = RaftTester.withLog(1, 1, 1, 1);

    node.receives(S2, fromS2(1, at(1, 1), entries(2, 1), 4));
    assertThat(node.status().log().commitIndex()).isEqualTo(2);
    node.receives(S2, fromS2(1, at(1, 3), entries(4, 1), 3));
    assertThat(node.status().log().commitIndex()).isEqualTo(3);
    node.receives(S2, fromS2(1, at(1, 4), List.of(), 1));
    assertThat(node.status().log().commitIndex()).isEqualTo(3);
  }

  @Test
  @DisplayName("Fig. 2 RequestVote: candidate's term, candidateId, lastLogIndex, lastLogTerm")
  void questionDescribesTheCandidatesLog() {
    RaftTester node = RaftTester.withLog(1, 3, 3);

    assertThat(sentTo(S4, node.wakesUp()))
        .containsExactly(new RequestVote(4, S1, at(3, 3), Campaign.TIMEOUT));
  }

  @Test
  @DisplayName("Fig. 2 RequestVote results: term, for candidate to update itself")
  void candidateUpdatesItselfFromAReply() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    node.receives(S2, new RequestVoteReply(6, false));

    assertThat(node.status().hardState()).isEqualTo(new HardState(6, null));
  }

  @Test
  @DisplayName("Fig. 2 RequestVote 1: reply false if term < currentTerm")
  void requestVoteOfAnOldTermIsRefused() {
    assertThat(vote(RaftTester.withLog(5), new RequestVote(4, S2, at(4, 9), Campaign.TIMEOUT)))
        .isEqualTo(new RequestVoteReply(5, false));
  }

  @Test
  @DisplayName("Fig. 2 RequestVote 2: if votedFor is null or candidateId, grant vote")
  void freeVoterGrants() {
    RaftTester node = RaftTester.fresh();
    RequestVote request = new RequestVote(1, S2, LogPosition.START, Campaign.TIMEOUT);

    assertThat(vote(node, request)).isEqualTo(new RequestVoteReply(1, true));
    assertThat(vote(node, request)).isEqualTo(new RequestVoteReply(1, true));
  }

  @Test
  @DisplayName("Fig. 2 RequestVote 2: and candidate's log is at least as up-to-date as receiver's")
  void voterComparesLogs() {
    assertThat(vote(RaftTester.withLog(1, 2), new RequestVote(3, S2, at(1, 9), Campaign.TIMEOUT)))
        .isEqualTo(new RequestVoteReply(3, false));
    assertThat(vote(RaftTester.withLog(1, 2), new RequestVote(3, S2, at(2, 2), Campaign.TIMEOUT)))
        .isEqualTo(new RequestVoteReply(3, true));
  }

  private static RaftMessage vote(RaftTester voter, RequestVote request) {
    return sentTo(S2, voter.receives(S2, request)).get(0);
  }

  @Test
  @DisplayName("Fig. 2 All servers: if commitIndex > lastApplied, apply log[lastApplied]")
  void whatIsCommittedIsApplied() {
    RaftTester node = RaftTester.withLog(1, 1, 1);

    node.receives(S2, fromS2(1, at(1, 3), List.of(), 2));

    assertThat(node.applied()).isEqualTo(entries(1, 1, 1));
    assertThat(node.status().log().lastApplied()).isEqualTo(2);
  }

  @Test
  @DisplayName("Fig. 2 All servers: if RPC contains term T > currentTerm, convert to follower")
  void newerTermMakesAFollower() {
    RaftTester node = RaftTester.leaderWithLog();

    node.receives(S2, new RequestVote(7, S2, LogPosition.START, Campaign.TIMEOUT));

    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.term()).isEqualTo(7);
  }

  @Test
  @DisplayName("Fig. 2 Followers: respond to RPCs from candidates and leaders")
  void followerResponds() {
    RaftTester node = RaftTester.fresh();

    assertThat(sentTo(S2, node.receives(S2, fromS2(1, LogPosition.START, List.of())))).hasSize(1);
    RequestVote request = new RequestVote(2, S3, LogPosition.START, Campaign.TIMEOUT);
    assertThat(sentTo(S3, node.receives(S3, request))).hasSize(1);
  }

  @Test
  @DisplayName("Fig. 2 Followers: if election timeout elapses, convert to candidate")
  void silenceMakesACandidate() {
    RaftTester node = RaftTester.fresh();

    node.waits(TIMEOUT_MIN.minusNanos(1));
    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    node.waits(TIMEOUT_MIN);
    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
  }

  @Test
  @DisplayName("Fig. 2 Candidates: increment currentTerm, vote for self, reset election timer")
  void candidacyBeginsWithTermVoteAndTimer() {
    RaftTester node = RaftTester.withLog(3);

    node.wakesUp();

    assertThat(node.status().hardState()).isEqualTo(new HardState(4, S1));
    assertThat(node.core().nextWakeup()).isEqualTo(node.now().plus(TIMEOUT_MIN));
  }

  @Test
  @DisplayName("Fig. 2 Candidates: send RequestVote RPCs to all other servers")
  void allOthersAreAsked() {
    RaftTester node = RaftTester.fresh();

    List<RaftEffect> effects = node.wakesUp();

    for (NodeId other : List.of(S2, S3, S4, S5)) {
      assertThat(sentTo(other, effects)).hasSize(1).allMatch(m -> m instanceof RequestVote);
    }
    assertThat(sentTo(S1, effects)).isEmpty();
  }

  @Test
  @DisplayName("Fig. 2 Candidates: if votes received from majority of servers, become leader")
  void majorityMakesALeader() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();
    node.persists();
    node.receives(S4, node.vote(true));
    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);

    node.receives(S5, node.vote(true));
    assertThat(node.status().role()).isEqualTo(RoleName.LEADER);
  }

  @Test
  @DisplayName("Fig. 2 Candidates: if AppendEntries received from new leader, convert to follower")
  void newLeaderMakesAFollower() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    node.receives(S2, fromS2(1, LogPosition.START, List.of()));

    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.status().leaderId()).isEqualTo(S2);
  }

  @Test
  @DisplayName("Fig. 2 Candidates: if election timeout elapses, start new election")
  void silenceStartsANewElection() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    node.waits(TIMEOUT_MIN);

    assertThat(node.status().hardState()).isEqualTo(new HardState(2, S1));
  }

  @Test
  @DisplayName("Fig. 2 Leaders: upon election send AppendEntries to each server")
  void newLeaderIsHeardByEachServer() {
    List<RaftEffect> effects = RaftTester.fresh().isElected();

    for (NodeId other : List.of(S2, S3, S4, S5)) {
      assertThat(sentTo(other, effects)).hasSize(1).allMatch(m -> m instanceof AppendEntries);
    }
  }

  @Test
  @DisplayName("Fig. 2 Leaders: repeat during idle periods to prevent election timeouts")
  void idleLeaderRepeatsHeartbeats() {
    RaftTester node = RaftTester.leaderWithLog();
    MonotonicTime end = node.now().plus(TIMEOUT_MAX.multipliedBy(10));
    int heartbeats = 0;
    while (!end.isDue(node.now())) {
      heartbeats += sentTo(S5, node.waits(HEARTBEAT)).isEmpty() ? 0 : 1;
      node.receives(S2, node.holds(1));
      node.receives(S3, node.holds(1));
    }

    assertThat(heartbeats).isEqualTo(100);
  }

  @Test
  @DisplayName("Fig. 2 Leaders: append command to local log, respond after entry applied")
  void leaderRespondsAfterTheEntryIsApplied() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));
    node.receives(S3, node.holds(1));
    assertThat(answers(node.proposes(7, "x"))).isEmpty();
    node.persists();
    node.receives(S2, node.holds(2));

    List<RaftEffect> effects = node.receives(S3, node.holds(2));

    RaftEffect response =
        new RaftEffect.AnswerProposal(new CallId(7), new ProposalOutcome.Committed(at(1, 2)));
    assertThat(effects)
        .containsSubsequence(
            new RaftEffect.ApplyCommitted(List.of(command(at(1, 2), "x"))), response);
  }

  @Test
  @DisplayName("Fig. 2 Leaders: if last log index ≥ nextIndex, send entries starting at nextIndex")
  void leaderSendsFromNextIndex() {
    RaftTester node = RaftTester.leaderWithLog(1, 1, 1);

    AppendEntries retry = (AppendEntries) sentTo(S2, node.receives(S2, node.lacks(1))).get(0);

    assertThat(retry.prevLog()).isEqualTo(at(1, 1));
    assertThat(retry.entries().get(0).index()).isEqualTo(2);
  }

  @Test
  @DisplayName("Fig. 2 Leaders: if successful, update nextIndex and matchIndex for follower")
  void successMovesBothIndexes() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);

    node.receives(S2, node.holds(3));

    assertThat(node.status().matchIndex()).containsEntry(S2, 3L);
    assertThat(node.status().nextIndex()).containsEntry(S2, 4L);
  }

  @Test
  @DisplayName("Fig. 2 Leaders: if it fails because of inconsistency, decrement and retry")
  void failureLeadsBack() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);

    List<RaftEffect> effects = node.receives(S2, node.lacks(1));

    assertThat(node.status().nextIndex()).containsEntry(S2, 2L);
    assertThat(sentTo(S2, effects)).hasSize(1);
  }

  @Test
  @DisplayName("Fig. 2 Leaders: N > commitIndex, a majority of matchIndex ≥ N, log[N].term current")
  void leaderCommitsWhatAMajorityHoldsOfItsTerm() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);
    node.receives(S2, node.holds(2));
    node.receives(S3, node.holds(2));
    assertThat(node.status().log().commitIndex()).as("of an older term").isZero();

    node.receives(S2, node.holds(3));
    assertThat(node.status().log().commitIndex()).as("two of five").isZero();
    node.receives(S3, node.holds(3));
    assertThat(node.status().log().commitIndex()).isEqualTo(3);
  }
}
