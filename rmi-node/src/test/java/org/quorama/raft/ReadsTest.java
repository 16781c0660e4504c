package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.TIMEOUT_MAX;
import static org.quorama.raft.RaftTester.TIMEOUT_MIN;
import static org.quorama.raft.RaftTester.answers;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.fromS2;
import static org.quorama.raft.RaftTester.sentTo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.raft.RaftConfig.Feature;
import org.quorama.raft.RaftEffect.AnswerRead;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.Campaign;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;

/** Reads that see what was committed before they came, with rounds and with leases. */
class ReadsTest {
  private static final Set<Feature> LEASED =
      Set.of(Feature.PRE_VOTE, Feature.CHECK_QUORUM, Feature.LEASE_READS);
  private static final int SEEDS = Integer.getInteger("seeds", 3);

  /** What is left of the least timeout if clocks are wrong by a tenth. */
  private static final Duration LEASE = TIMEOUT_MIN.multipliedBy(9).dividedBy(11);

  @Test
  @DisplayName("RD-02 reads that come in one input share a round, and are answered in order")
  void readsOfOneInputShareARound() {
    RaftTester leader = leader(RaftConfig.STANDARD);

    // With the leader, two of the others are a majority of five.
    assertThat(leader.reads(1, 2, 3)).hasSize(2).allMatch(e -> e instanceof RaftEffect.SendMessage);
    leader.receives(S2, answer(1, 2));
    assertThat(leader.receives(S3, answer(1, 2)))
        .containsExactly(
            new RaftEffect.ReadsConfirmed(1, 3), ready(1, 1), ready(2, 1), ready(3, 1));
  }

  @Test
  @DisplayName("RD-02 a leader that is cut off answers no read, however long it waits")
  void isolatedLeaderAnswersNoRead() {
    RaftTester leader = leader(RaftConfig.STANDARD);
    leader.reads(1);
    assertThat(answers(leader.receives(S2, answer(1, 1)))).isEmpty();
    assertThat(answers(leader.receives(S3, answer(1, 1)))).isEmpty();

    assertThat(answers(leader.waits(TIMEOUT_MAX)))
        .containsExactly(
            new AnswerRead(new CallId(1), new ReadOutcome.NotLeader(Optional.empty())));
  }

  @Test
  @DisplayName("RD-03 a read dies with the boot that took it")
  void readDiesWithTheBoot() {
    RaftTester leader = leader(RaftConfig.STANDARD);
    leader.reads(1);

    RaftTester again = leader.restarted();
    again.leads();

    assertThat(answers(again.receives(S2, answer(2, 2)))).isEmpty();
    assertThat(answers(again.receives(S3, answer(2, 2)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  @DisplayName("RD-04 after a restart a read sees what was committed before")
  void readAfterARestartSeesWhatWasCommitted(int members) {
    RaftTester node = RaftTester.of(members, RaftTester.disk(1, 1, 1, 1, 1, 1, 1));
    assertThat(node.status().log().commitIndex()).isZero();
    node.isElected();
    node.reads(1);
    node.persists();
    node.receives(S2, node.holds(7));
    node.receives(S3, node.holds(7));
    node.waits(HEARTBEAT);
    node.receives(S2, new AppendEntriesReply(2, true, 7, 2));
    node.receives(S3, new AppendEntriesReply(2, true, 7, 2));

    assertThat(node.applied()).hasSize(7);
    assertThat(node.answeredReads()).containsExactly(ready(1, 7));
  }

  @Test
  @DisplayName("RD-10 a follower answers no read: it names the leader")
  void followerAnswersNoRead() {
    RaftTester node = RaftTester.fresh();
    node.receives(S2, fromS2(1, LogPosition.START, List.of()));

    assertThat(node.reads(1, 2))
        .containsExactly(
            new AnswerRead(new CallId(1), new ReadOutcome.NotLeader(Optional.of(S2))),
            new AnswerRead(new CallId(2), new ReadOutcome.NotLeader(Optional.of(S2))));
  }

  @Test
  @DisplayName("RD-12 every read is answered once, however often a follower answers")
  void everyReadIsAnsweredOnce() {
    RaftTester leader = leader(RaftConfig.STANDARD);
    leader.reads(1, 1);
    for (int i = 0; i < 3; i++) {
      leader.receives(S2, answer(1, 2));
      leader.receives(S3, answer(1, 2));
    }

    assertThat(leader.answeredReads()).containsExactly(ready(1, 1), ready(1, 1));
  }

  @Test
  @DisplayName("RD-13 reads that wait at a deposed leader fail at once")
  void readsFailAtOnceWhenTheLeaderStepsDown() {
    RaftTester leader = leader(RaftConfig.STANDARD);
    leader.reads(1);
    leader.reads(2, 3);

    assertThat(answers(leader.receives(S2, fromS2(2, at(1, 1), List.of()))))
        .containsExactly(elsewhere(1), elsewhere(2), elsewhere(3));
  }

  @Test
  void readsBeyondTheBoundAreRefused() {
    RaftTester leader = leader(RaftConfig.STANDARD);

    assertThat(answers(leader.reads(1, 2, 3, 4, 5)))
        .containsExactly(new AnswerRead(new CallId(5), new ReadOutcome.Overloaded()));
  }

  @Test
  void leasesAreOffByDefault() {
    assertThat(RaftConfig.STANDARD).doesNotContain(Feature.LEASE_READS);
    RaftTester leader = leader(RaftConfig.STANDARD);

    assertThat(answers(leader.reads(1))).isEmpty();
  }

  @Test
  @DisplayName("RD-07 the lease begins when the heartbeat is sent, not when it is answered")
  void leaseBeginsWhenTheHeartbeatIsSent() {
    RaftTester leader = leader(LEASED);
    leader.waits(HEARTBEAT); // round 2
    Duration late = LEASE.minusMillis(1);
    leader.itIs(leader.now().plus(late));
    leader.receives(S2, answer(1, 2));
    leader.receives(S3, answer(1, 2));

    assertThat(leader.reads(1)).containsExactly(new RaftEffect.ReadsConfirmed(1, 1), ready(1, 1));
    leader.itIs(leader.now().plus(Duration.ofMillis(1)).plus(Duration.ofNanos(1)));
    assertThat(answers(leader.reads(2))).isEmpty();
  }

  @Test
  @DisplayName("RD-01 a lease does not replace the no-op of the leader's term")
  void leaseWaitsForTheNoOp() {
    RaftTester leader = RaftTester.with(LEASED, RaftTester.disk(1, 1, 1));
    leader.leads();
    leader.receives(S2, new AppendEntriesReply(2, false, 0, 1));
    leader.receives(S3, new AppendEntriesReply(2, false, 0, 1));

    assertThat(answers(leader.reads(1))).isEmpty();
    leader.receives(S2, leader.holds(3));
    assertThat(answers(leader.receives(S3, leader.holds(3)))).containsExactly(ready(1, 3));
  }

  @Test
  @DisplayName("R-31 (g) RD-08 from the moment a transfer begins the lease is void")
  void transferEndsTheLease() {
    RaftTester leader = leader(LEASED);
    assertThat(answers(leader.reads(1))).containsExactly(ready(1, 1));

    leader.isToHandOver(2, S2);
    assertThat(answers(leader.reads(3))).isEmpty();

    leader.waits(HEARTBEAT);
    leader.itIs(leader.now().plus(TIMEOUT_MAX));
    leader.receives(S3, answer(1, 3));
    leader.receives(S4, answer(1, 3));
    leader.reads(4);
    assertThat(leader.answeredReads())
        .as("the target may get the message late, so the lease stays void")
        .doesNotContain(ready(4, 1));
  }

  @Test
  @DisplayName("RD-09 a voter that restarts stays loyal for a whole timeout if there are leases")
  void restartedVoterWaits() {
    RaftTester voter = RaftTester.with(LEASED, RaftTester.disk(3, 3));
    RequestVote request = new RequestVote(4, S3, at(3, 9), Campaign.TIMEOUT);
    voter.waits(TIMEOUT_MIN.minusNanos(1));

    assertThat(sentTo(S3, voter.receives(S3, request)))
        .containsExactly(new RequestVoteReply(3, false));
    assertThat(sentTo(S3, voter.receives(S3, new PreVote(3, S3, at(3, 9)))))
        .containsExactly(new PreVoteReply(3, 4, false));
    voter.itIs(voter.now().plus(Duration.ofNanos(1)));
    assertThat(sentTo(S3, voter.receives(S3, request)))
        .containsExactly(new RequestVoteReply(4, true));
  }

  @Test
  @DisplayName("RD-09 without leases, or on its first start, it votes at once")
  void othersVoteAtOnce() {
    RequestVote request = new RequestVote(4, S3, at(3, 9), Campaign.TIMEOUT);

    for (RaftTester voter :
        List.of(
            RaftTester.with(RaftConfig.STANDARD, RaftTester.disk(3, 3)),
            RaftTester.with(LEASED, RecoveredState.EMPTY))) {
      assertThat(sentTo(S3, voter.receives(S3, request)))
          .containsExactly(new RequestVoteReply(4, true));
    }
  }

  @Test
  void quorumMayBeLoyalWithoutPreVote() {
    RaftTester voter = RaftTester.with(Set.of(Feature.LEASE_READS), RecoveredState.EMPTY);
    voter.receives(S2, fromS2(1, LogPosition.START, List.of()));

    assertThat(
            sentTo(
                S3,
                voter.receives(S3, new RequestVote(2, S3, LogPosition.START, Campaign.TIMEOUT))))
        .containsExactly(new RequestVoteReply(1, false));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.1})
  @DisplayName("RD-06 with clocks as wrong as allowed a lease lets no stale read through")
  void noStaleReadWithinTheBound(double drift) {
    assertThat(staleReads(drift, RaftRules.standard())).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.3})
  @DisplayName("RD-06 bites: with clocks more wrong than allowed there are stale reads")
  void staleReadsBeyondTheBound(double drift) {
    assertThat(staleReads(drift, RaftRules.standard())).isPositive();
  }

  @Test
  @DisplayName("RD-06 bites: a lease that makes nothing of drift lets stale reads through")
  void leaseOfTheWholeTimeoutLetsStaleReadsThrough() {
    RaftRules wholeTimeout =
        RaftRules.standard().with(new PlantedReadRules(RaftConfig::electionTimeoutMin));

    assertThat(staleReads(0.1, wholeTimeout)).isPositive();
  }

  /**
   * The leader's clock is slow, all others are fast. The leader is cut off; another one is elected
   * as soon as may be and commits; and clients never stop to ask both.
   */
  private static int staleReads(double drift, RaftRules rules) {
    RaftWorld world = new RaftWorld(1, RaftWorld.configs(5, LEASED), rules);
    world.delays(Duration.ofNanos(1000));
    world.isEager(S2);
    for (NodeId id : RaftTester.NODES) {
      world.clockRate(id, id.equals(S1) ? 1 - drift : 1 + drift);
      world.start(id, RecoveredState.EMPTY);
    }
    world.leadsFirst(S2);
    world.leadsFirst(S1);
    world.readersEvery(Duration.ofMillis(1));
    world.writersEvery(Duration.ofMillis(1), List.of(S2));
    world.runs(TIMEOUT_MIN);
    world.connectOnly(S1);
    world.runs(TIMEOUT_MAX.multipliedBy(3));
    assertThat(world.leader()).contains(S2);
    assertThat(world.counts().served).isGreaterThan(100);
    return world.counts().stale;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("RD-05 a leader that pauses for long answers no stale read when it goes on")
  void pausedLeaderAnswersNoStaleRead(boolean leased) {
    int pauses = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      RaftWorld world = RaftWorld.of(seed, 5, leased ? LEASED : RaftConfig.STANDARD);
      world.settles();
      world.clientsEvery(Duration.ofMillis(15));
      for (int i = 0; i < 10; i++) {
        world.runs(Duration.ofNanos(1000L * (37_000 + 911 * (seed + i))));
        if (world.leader().isPresent()) {
          pauses++;
          NodeId leader = world.leader().get();
          world.pause(leader);
          world.runs(TIMEOUT_MAX.multipliedBy(2 + i % 9));
          world.goOn(leader);
        }
      }
      assertThat(world.counts().stale).as("seed %s", seed).isZero();
      assertThat(world.counts().served).isGreaterThan(100);
    }
    assertThat(pauses).isGreaterThan(5 * SEEDS);
  }

  private static AppendEntriesReply answer(long matchIndex, long round) {
    return new AppendEntriesReply(1, true, matchIndex, round);
  }

  private static AnswerRead ready(long id, long readIndex) {
    return new AnswerRead(new CallId(id), new ReadOutcome.Ready(readIndex));
  }

  private static AnswerRead elsewhere(long id) {
    return new AnswerRead(new CallId(id), new ReadOutcome.NotLeader(Optional.empty()));
  }

  /** S1 leads term 1 of five; all hold its no-op. */
  private static RaftTester leader(Set<Feature> features) {
    RaftTester node = RaftTester.with(features, RecoveredState.EMPTY);
    node.leadsReadily();
    return node;
  }
}
