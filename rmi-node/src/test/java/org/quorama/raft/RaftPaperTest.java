package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import static org.quorama.raft.RaftTester.entries;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RaftLog;
import org.quorama.raft.log.RecoveredState;

/** One test a sentence of the paper. */
class RaftPaperTest {
  @Test
  @DisplayName("§5.1 if one server's current term is smaller, it updates its current term")
  void smallerTermIsUpdated() {
    RaftTester node = RaftTester.fresh();

    node.receives(S2, fromS2(7, LogPosition.START, List.of()));

    assertThat(node.status().hardState()).isEqualTo(new HardState(7, null));
  }

  @Test
  @DisplayName("§5.1 a candidate that discovers that its term is out of date becomes a follower")
  void candidateOfAnOldTermBecomesFollower() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    node.receives(S2, new RequestVoteReply(3, false));

    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.status().hardState()).isEqualTo(new HardState(3, null));
  }

  @Test
  @DisplayName("§5.1 a leader that discovers that its term is out of date becomes a follower")
  void leaderOfAnOldTermBecomesFollower() {
    RaftTester node = RaftTester.leaderWithLog();

    node.receives(S2, new AppendEntriesReply(3, false, 0, 0));

    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.status().nextIndex()).isEmpty();
  }

  @Test
  @DisplayName("§5.1 if a server receives a request with a stale term number, it rejects it")
  void requestsOfAStaleTermAreRejected() {
    RaftTester node = RaftTester.withLog(3);

    assertThat(sentTo(S2, node.receives(S2, fromS2(2, at(3, 1), entries(2, 2)))))
        .containsExactly(new AppendEntriesReply(3, false, 0, 0));
    assertThat(
            sentTo(
                S2,
                node.receives(S2, new RequestVote(2, S2, at(3, 9), RaftMessage.Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(3, false));
    assertThat(node.logTerms()).containsExactly(3L);
  }

  @Test
  @DisplayName("§5.2 when servers start up, they begin as followers")
  void nodeStartsAsFollower() {
    assertThat(RaftTester.withLog(1, 2).status().role()).isEqualTo(RoleName.FOLLOWER);
  }

  @Test
  @DisplayName("§5.2 a server remains a follower as long as it receives valid RPCs from a leader")
  void heartbeatPutsTheElectionOff() {
    RaftTester node = RaftTester.fresh();
    for (int i = 0; i < 20; i++) {
      node.waits(TIMEOUT_MIN.minusNanos(1));
      node.receives(S2, fromS2(1, LogPosition.START, List.of()));
    }

    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.term()).isEqualTo(1);
  }

  @Test
  @DisplayName("Fig. 2 followers: a granted vote puts the election off, a refused one does not")
  void grantedVotePutsTheElectionOff() {
    RaftTester node = RaftTester.withLog(2);
    MonotonicTime first = node.core().nextWakeup();
    node.waits(HEARTBEAT);

    node.receives(S2, new RequestVote(3, S2, at(1, 1), RaftMessage.Campaign.TIMEOUT));
    assertThat(node.core().nextWakeup()).isEqualTo(first);
    node.receives(S3, new RequestVote(4, S3, at(2, 1), RaftMessage.Campaign.TIMEOUT));
    assertThat(node.core().nextWakeup()).isEqualTo(node.now().plus(TIMEOUT_MIN));
  }

  @Test
  @DisplayName("§5.2 to begin an election, a follower increments its term and votes for itself")
  void candidateIncrementsItsTermAndVotesForItself() {
    RaftTester node = RaftTester.withLog(4);

    node.wakesUp();

    assertThat(node.status().hardState()).isEqualTo(new HardState(5, S1));
    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
  }

  @Test
  @DisplayName("§5.2 a candidate wins with votes from a majority for the same term, not before")
  void candidateNeedsAMajority() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();
    node.persists();
    node.receives(S2, node.vote(true));
    node.receives(S3, node.vote(false));
    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);

    node.receives(S4, node.vote(true));
    assertThat(node.status().role()).isEqualTo(RoleName.LEADER);
  }

  @Test
  @DisplayName("§5.2 each server votes for at most one candidate a term, first come first served")
  void voterGivesOneVoteATerm() {
    RaftTester node = RaftTester.fresh();
    node.receives(S2, new RequestVote(1, S2, LogPosition.START, RaftMessage.Campaign.TIMEOUT));

    assertThat(
            sentTo(
                S3,
                node.receives(
                    S3, new RequestVote(1, S3, LogPosition.START, RaftMessage.Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(1, false));
    assertThat(
            sentTo(
                S2,
                node.receives(
                    S2, new RequestVote(1, S2, LogPosition.START, RaftMessage.Campaign.TIMEOUT))))
        .as("the same candidate may ask again")
        .containsExactly(new RequestVoteReply(1, true));
  }

  @Test
  @DisplayName("§5.2 a new leader sends heartbeats to all others to establish its authority")
  void newLeaderIsHeardAtOnce() {
    RaftTester node = RaftTester.fresh();

    List<RaftEffect> effects = node.isElected();

    assertThat(effects).filteredOn(e -> e instanceof RaftEffect.SendMessage).hasSize(4);
  }

  @Test
  @DisplayName("§5.2 a candidate recognizes a leader whose term is at least as large as its own")
  void candidateRecognizesTheLeaderOfItsTerm() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    node.receives(S2, fromS2(1, LogPosition.START, List.of()));

    assertThat(node.status().role()).isEqualTo(RoleName.FOLLOWER);
    assertThat(node.status().leaderId()).isEqualTo(S2);
    assertThat(node.status().hardState()).isEqualTo(new HardState(1, S1));
  }

  @Test
  @DisplayName("§5.2 a candidate with a larger term rejects the leader and remains a candidate")
  void candidateOfALaterTermRejectsTheLeader() {
    RaftTester node = RaftTester.withLog(4);
    node.wakesUp();

    node.receives(S2, fromS2(4, at(4, 1), List.of()));

    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
  }

  @Test
  @DisplayName("§5.2 a candidate that times out starts a new election")
  void splitVoteLeadsToANewElection() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    assertThat(sentTo(S2, node.wakesUp()))
        .containsExactly(new RequestVote(2, S1, LogPosition.START, RaftMessage.Campaign.TIMEOUT));
  }

  @Test
  @DisplayName("§5.2 election timeouts are chosen randomly from a fixed interval")
  void timeoutsAreDrawnFromTheInterval() {
    ElectionRules rules = ElectionRules.standard();
    RaftConfig config = RaftTester.config(S1, 5);

    assertThat(rules.electionTimeout(config, bound -> 0)).isEqualTo(TIMEOUT_MIN);
    assertThat(rules.electionTimeout(config, bound -> bound - 1))
        .isEqualTo(TIMEOUT_MAX.minusNanos(1));
  }

  @Test
  @DisplayName("§5.3 the leader appends the command, then sends it in parallel to all others")
  void leaderSendsBeforeItsOwnDiskIsDone() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));

    List<RaftEffect> effects = node.proposes(1, "x");

    assertThat(sentTo(S2, effects)).hasSize(1);
    assertThat(sentTo(S2, effects).get(0).promisesDurability()).isFalse();
  }

  @Test
  @DisplayName("§5.3 once a follower learns that an entry is committed, it applies it")
  void followerAppliesWhatIsCommitted() {
    RaftTester node = RaftTester.withLog(1, 1, 1);

    node.receives(S2, fromS2(1, at(1, 3), List.of(), 2));

    assertThat(node.applied()).isEqualTo(entries(1, 1, 1));
  }

  @Test
  @DisplayName("§5.3 the follower refuses entries if it does not find the entry that precedes them")
  void followerRejectsEntriesAfterUnknownPreviousLog() {
    RaftTester node = RaftTester.withLog(1, 1);

    assertThat(sentTo(S2, node.receives(S2, fromS2(2, at(2, 2), entries(3, 2)))))
        .containsExactly(new AppendEntriesReply(2, false, 1, 1));
    assertThat(node.logTerms()).containsExactly(1L, 1L);
  }

  @Test
  @DisplayName("§5.3 the leader initializes nextIndex to the index just after its last one")
  void leaderBeginsBehindItsLog() {
    RaftTester node = RaftTester.withLog(1, 1);

    List<RaftEffect> effects = node.isElected();

    assertThat(node.status().nextIndex().values()).containsOnly(3L);
    assertThat(((AppendEntries) sentTo(S2, effects).get(0)).prevLog()).isEqualTo(at(1, 2));
  }

  @Test
  @DisplayName("§5.3 after a rejection the leader decrements nextIndex and retries")
  void leaderRetriesWhereTheLogsMayAgree() {
    RaftTester node = RaftTester.leaderWithLog(1, 1, 1, 1);

    AppendEntries retry = (AppendEntries) sentTo(S2, node.receives(S2, node.lacks(1))).get(0);

    assertThat(node.status().nextIndex()).containsEntry(S2, 2L);
    assertThat(retry.prevLog()).isEqualTo(at(1, 1));
    assertThat(retry.entries()).isEqualTo(entries(2, 1, 1, 1));
  }

  @Test
  @DisplayName("§5.3 the leader bypasses conflicting entries of a term in one round trip")
  void probeSkipsWholeTerms() {
    ReplicationRules rules = ReplicationRules.standard();
    RaftLog log = RaftTester.withLog(1, 1, 4, 4, 5, 5).core().log();

    assertThat(rules.probeNext(log, at(6, 9))).as("short log").isEqualTo(6);
    assertThat(rules.probeNext(log, at(6, 6))).as("own term is older").isEqualTo(5);
    assertThat(rules.probeNext(log, at(3, 6))).as("own terms are newer").isEqualTo(2);
    assertThat(rules.probeNext(log, at(3, 9))).as("short and newer").isEqualTo(2);
  }

  @Test
  @DisplayName("§5.3 a leader never overwrites or deletes entries in its log")
  void leaderOnlyAppends() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);

    node.proposes(1, "x");
    node.receives(S2, node.lacks(0));

    assertThat(node.logTerms()).containsExactly(1L, 1L, 2L, 2L);
  }

  @Test
  @DisplayName("§5.4.1 voter denies its vote if its own log is more up-to-date")
  void voterDeniesVoteToAnOlderLog() {
    ElectionRules rules = ElectionRules.standard();
    HardState free = new HardState(5, null);

    assertThat(
            rules.grantsVote(
                free, at(3, 4), new RequestVote(5, S2, at(3, 4), RaftMessage.Campaign.TIMEOUT)))
        .isTrue();
    assertThat(
            rules.grantsVote(
                free, at(3, 4), new RequestVote(5, S2, at(3, 5), RaftMessage.Campaign.TIMEOUT)))
        .isTrue();
    assertThat(
            rules.grantsVote(
                free, at(3, 4), new RequestVote(5, S2, at(4, 1), RaftMessage.Campaign.TIMEOUT)))
        .isTrue();
    assertThat(
            rules.grantsVote(
                free, at(3, 4), new RequestVote(5, S2, at(3, 3), RaftMessage.Campaign.TIMEOUT)))
        .isFalse();
    assertThat(
            rules.grantsVote(
                free, at(3, 4), new RequestVote(5, S2, at(2, 9), RaftMessage.Campaign.TIMEOUT)))
        .isFalse();
  }

  @Test
  @DisplayName("§5.4.2 only entries of the leader's current term are committed by counting")
  void onlyEntriesOfTheCurrentTermAreCounted() {
    CommitRules rules = CommitRules.standard();
    RaftLog log = RaftTester.withLog(1, 2, 2, 4).core().log();

    assertThat(rules.commitIndexOfLeader(log, 4, List.of(4L, 3L, 3L, 0L, 0L), 1)).isEqualTo(1);
    assertThat(rules.commitIndexOfLeader(log, 4, List.of(4L, 4L, 4L, 0L, 0L), 1)).isEqualTo(4);
    assertThat(rules.commitIndexOfLeader(log, 4, List.of(4L, 4L, 0L, 0L, 0L), 1)).isEqualTo(1);
  }

  @Test
  @DisplayName("§5.5 a follower that receives entries again ignores those it has")
  void repeatedEntriesAreIgnored() {
    RaftTester node = RaftTester.withLog(1);
    node.receives(S2, fromS2(1, at(1, 1), entries(2, 1)));

    List<RaftEffect> again = node.receives(S2, fromS2(1, at(1, 1), entries(2, 1)));

    assertThat(again)
        .containsExactly(new RaftEffect.SendMessage(S2, new AppendEntriesReply(1, true, 2, 1)));
  }

  @Test
  @DisplayName("§8 a leader commits a blank no-op entry at the start of its term")
  void leaderOpensItsTermWithANoOp() {
    RaftTester node = RaftTester.leaderWithLog(1);

    LogEntry last = node.core().log().entryAt(2);

    assertThat(last).isEqualTo(LogEntry.noOp(at(2, 2)));
  }

  @Test
  @DisplayName("§5.2 a majority of two is two, of three two, of four three, of five three")
  void majorities() {
    ElectionRules rules = ElectionRules.standard();
    int[] quorum = {1, 2, 2, 3, 3};
    for (int members = 1; members <= 5; members++) {
      Membership membership = Membership.initial(RaftTester.config(S1, members).members());
      TreeSet<NodeId> votes = new TreeSet<>(membership.voters());
      while (votes.size() > quorum[members - 1]) {
        votes.pollFirst();
      }
      assertThat(rules.hasWon(membership, votes)).isTrue();
      votes.pollFirst();
      assertThat(rules.hasWon(membership, votes)).isFalse();
    }
  }

  @Test
  @DisplayName("§5.1 followers are passive: they issue no requests on their own")
  void followersOnlyAnswer() {
    RaftTester node = RaftTester.fresh();
    for (int i = 0; i < 10; i++) {
      assertThat(node.waits(HEARTBEAT)).isEmpty();
      List<RaftEffect> effects = node.receives(S2, fromS2(1, LogPosition.START, List.of()));
      assertThat(sentTo(S2, effects)).hasSize(1).allMatch(RaftMessage::isReply);
    }
  }

  @Test
  @DisplayName("§5.1 if a client contacts a follower, the follower redirects it to the leader")
  void followerRedirects() {
    RaftTester node = RaftTester.fresh();
    node.receives(S2, fromS2(1, LogPosition.START, List.of()));

    assertThat(answers(node.proposes(1, "x")))
        .containsExactly(
            new RaftEffect.AnswerProposal(
                new CallId(1), new ProposalOutcome.NotLeader(Optional.of(S2))));
  }

  @Test
  @DisplayName("§5.1 terms are numbered with consecutive integers")
  void termsAreConsecutive() {
    RaftTester node = RaftTester.fresh();
    for (long term = 1; term <= 5; term++) {
      node.wakesUp();
      assertThat(node.term()).isEqualTo(term);
    }
  }

  @Test
  @DisplayName("§5.1 with a split vote the term ends with no leader; a new one begins shortly")
  void splitVoteEndsTheTerm() {
    RaftScript script = script();
    script.crash(S5);
    script.wake(S1);
    script.wake(S2);
    script.deliver(RaftScript.between(S1, S3));
    script.deliver(RaftScript.between(S2, S4));
    script.deliver(any -> true);
    assertThat(script.node(S1).status().votesReceived()).containsExactly(S1, S3);
    assertThat(script.node(S2).status().votesReceived()).containsExactly(S2, S4);

    script.elect(S1, S2, S3, S4);
    assertThat(script.node(S1).status().role()).isEqualTo(RoleName.LEADER);
    assertThat(script.node(S1).term()).isEqualTo(2);
  }

  @Test
  @DisplayName("§5.2 leaders send periodic heartbeats that carry no log entries to all followers")
  void leaderSendsHeartbeatsToAll() {
    RaftTester node = RaftTester.leaderWithLog();
    List.of(S2, S3, S4, S5).forEach(follower -> node.receives(follower, node.holds(1)));

    List<RaftEffect> effects = node.waits(HEARTBEAT);

    for (NodeId follower : List.of(S2, S3, S4, S5)) {
      AppendEntries heartbeat = (AppendEntries) sentTo(follower, effects).get(0);
      assertThat(heartbeat.entries()).isEmpty();
    }
  }

  @Test
  @DisplayName("§5.2 if a follower hears nothing for an election timeout, it begins an election")
  void silenceBeginsAnElection() {
    RaftTester node = RaftTester.fresh();
    node.receives(S2, fromS2(1, LogPosition.START, List.of()));

    node.waits(TIMEOUT_MIN);

    assertThat(node.status().role()).isEqualTo(RoleName.CANDIDATE);
    assertThat(node.term()).isEqualTo(2);
  }

  @Test
  @DisplayName("§5.2 it issues RequestVote RPCs in parallel to each of the other servers")
  void candidateAsksInParallel() {
    RaftTester node = RaftTester.fresh();

    List<RaftEffect> effects = node.wakesUp();

    assertThat(effects).filteredOn(e -> e instanceof RaftEffect.SendMessage).hasSize(4);
  }

  @Test
  @DisplayName("§5.2 each candidate restarts its randomized timeout at the start of an election")
  void candidateRestartsItsTimeout() {
    RaftTester node = RaftTester.fresh();
    node.wakesUp();

    assertThat(node.core().nextWakeup()).isEqualTo(node.now().plus(TIMEOUT_MIN));
  }

  @Test
  @DisplayName("§5.3 when the entry has been safely replicated, the leader applies and returns")
  void leaderAppliesWhatIsReplicated() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));
    node.proposes(1, "x");
    node.persists();
    node.receives(S2, node.holds(2));
    assertThat(node.applied()).isEmpty();

    List<RaftEffect> effects = node.receives(S3, node.holds(2));

    assertThat(node.applied()).hasSize(2);
    assertThat(answers(effects))
        .containsExactly(
            new RaftEffect.AnswerProposal(new CallId(1), new ProposalOutcome.Committed(at(1, 2))));
  }

  @Test
  @DisplayName("§5.3 the leader retries indefinitely, even after it has responded to the client")
  void leaderRetriesIndefinitely() {
    RaftTester node = RaftTester.leaderWithLog();
    for (int i = 0; i < 100; i++) {
      node.waits(HEARTBEAT);
      node.receives(S2, new AppendEntriesReply(1, true, 1, i + 2));
      node.receives(S3, new AppendEntriesReply(1, true, 1, i + 2));
    }
    assertThat(node.applied()).hasSize(1);
    assertThat(sentTo(S4, node.waits(HEARTBEAT))).as("S4 never answered").hasSize(1);

    List<RaftMessage> again = sentTo(S4, node.receives(S4, new AppendEntriesReply(1, false, 0, 9)));
    assertThat(((AppendEntries) again.get(0)).entries()).hasSize(1);
  }

  @Test
  @DisplayName("§5.3 each log entry stores a command, the term and an integer index")
  void entryHasCommandTermAndIndex() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);
    node.proposes(1, "x");

    assertThat(node.core().log().entryAt(4)).isEqualTo(RaftTester.command(at(2, 4), "x"));
  }

  @Test
  @DisplayName("§5.3 committed once replicated on a majority; this commits all preceding entries")
  void commitIncludesAllBefore() {
    RaftTester node = RaftTester.leaderWithLog(1, 1, 1);
    node.receives(S2, node.holds(4));
    assertThat(node.status().log().commitIndex()).isZero();

    node.receives(S3, node.holds(4));
    assertThat(node.status().log().commitIndex()).isEqualTo(4);
    assertThat(node.applied()).hasSize(4).startsWith(entries(1, 1, 1, 1).toArray(new LogEntry[0]));
  }

  @Test
  @DisplayName("§5.3 the leader includes that index in future AppendEntries (also heartbeats)")
  void heartbeatTellsTheCommitIndex() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));
    node.receives(S3, node.holds(1));

    AppendEntries heartbeat = (AppendEntries) sentTo(S2, node.waits(HEARTBEAT)).get(0);

    assertThat(heartbeat.leaderCommit()).isEqualTo(1);
  }

  @Test
  @DisplayName("§5.3 the leader includes index and term of the entry that precedes the new ones")
  void messageNamesTheEntryBefore() {
    RaftTester node = RaftTester.leaderWithLog(1, 3);
    node.receives(S2, node.holds(3));

    AppendEntries message = (AppendEntries) sentTo(S2, node.proposes(1, "x")).get(0);

    assertThat(message.prevLog()).isEqualTo(at(4, 3));
  }

  @Test
  @DisplayName("§5.3 when AppendEntries returns successfully, the logs are identical up to there")
  void successProvesThatLogsAreEqual() {
    RaftTester node = RaftTester.leaderWithLog(1, 1);

    node.receives(S2, node.holds(2));

    assertThat(node.status().matchIndex()).containsEntry(S2, 2L);
  }

  @Test
  @DisplayName("§5.4.1 if the last terms differ, the log with the later term is more up-to-date")
  void laterTermIsMoreUpToDate() {
    assertThat(at(3, 1).isAtLeastAsUpToDateAs(at(2, 9))).isTrue();
    assertThat(at(2, 9).isAtLeastAsUpToDateAs(at(3, 1))).isFalse();
  }

  @Test
  @DisplayName("§5.4.1 if the logs end with the same term, the longer one is more up-to-date")
  void longerLogIsMoreUpToDate() {
    assertThat(at(2, 4).isAtLeastAsUpToDateAs(at(2, 3))).isTrue();
    assertThat(at(2, 3).isAtLeastAsUpToDateAs(at(2, 3))).isTrue();
    assertThat(at(2, 2).isAtLeastAsUpToDateAs(at(2, 3))).isFalse();
  }

  @Test
  @DisplayName("§5.4.2 once an entry of the current term is committed, all prior ones are, too")
  void priorEntriesAreCommittedIndirectly() {
    CommitRules rules = CommitRules.standard();
    RaftLog log = RaftTester.withLog(1, 2, 4).core().log();

    assertThat(rules.commitIndexOfLeader(log, 4, List.of(3L, 2L, 2L, 0L, 0L), 0)).isZero();
    assertThat(rules.commitIndexOfLeader(log, 4, List.of(3L, 3L, 3L, 0L, 0L), 0)).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "§5.5 a server that crashes before responding receives the same RPC after it restarts")
  void requestsMayBeRepeatedAfterARestart() {
    RaftTester node = RaftTester.fresh();
    RequestVote request = new RequestVote(1, S2, LogPosition.START, RaftMessage.Campaign.TIMEOUT);
    AppendEntries append = fromS2(1, LogPosition.START, entries(1, 1, 1));
    node.receives(S2, request);
    node.persists();
    RaftTester voter = node.restarted();
    assertThat(sentTo(S2, voter.receives(S2, request)))
        .containsExactly(new RequestVoteReply(1, true));
    voter.receives(S2, append);
    voter.persists();

    RaftTester again = voter.restarted();

    assertThat(sentTo(S2, again.receives(S2, append)))
        .containsExactly(new AppendEntriesReply(1, true, 2, 1));
    assertThat(again.logTerms()).containsExactly(1L, 1L);
  }

  @Test
  @DisplayName("§5.6 broadcastTime ≪ electionTimeout: heartbeats are at most a fifth of it")
  void heartbeatsAreMuchShorterThanTimeouts() {
    assertThatThrownBy(
            () -> RaftConfig.Timing.of(TIMEOUT_MIN, TIMEOUT_MAX, TIMEOUT_MIN.dividedBy(4)))
        .isInstanceOf(InvariantViolation.class);
  }

  private static RaftScript script() {
    Map<NodeId, RecoveredState> disks = new TreeMap<>();
    RaftTester.NODES.forEach(id -> disks.put(id, RecoveredState.EMPTY));
    return new RaftScript(RaftRules.standard(), RaftConfig.Limits.defaults(), disks);
  }
}
