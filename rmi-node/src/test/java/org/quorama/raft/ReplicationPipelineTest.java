package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.at;
import static org.quorama.raft.RaftTester.sentTo;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RaftLog;

/** How a leader keeps a follower busy: three entries a message, two messages in flight. */
class ReplicationPipelineTest {
  @Test
  void onlyOneMessageIsInFlightWhileTheLeaderProbes() {
    RaftTester node = RaftTester.leaderWithLog(1, 1, 1, 1, 1);

    assertThat(indexes(node.receives(S2, node.lacks(0)))).containsExactly(List.of(1L, 2L, 3L));
    assertThat(indexes(node.proposes(1, "x"))).isEmpty();
    assertThat(node.status().nextIndex()).containsEntry(S2, 1L);
  }

  @Test
  void pipelineRunsAheadOfTheAnswers() {
    RaftTester node = RaftTester.leaderWithLog(LongStream.generate(() -> 1).limit(20).toArray());
    node.receives(S2, node.lacks(0));

    assertThat(indexes(node.receives(S2, node.holds(3))))
        .containsExactly(List.of(4L, 5L, 6L), List.of(7L, 8L, 9L));
    assertThat(node.status().nextIndex()).containsEntry(S2, 10L);
    assertThat(indexes(node.receives(S2, node.holds(6)))).containsExactly(List.of(10L, 11L, 12L));
    assertThat(indexes(node.receives(S2, node.holds(6)))).as("doubled answer").isEmpty();
  }

  @Test
  void lostEntriesAreSentAgainAfterTheNextHeartbeat() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));
    node.proposes(1, "lost");

    List<RaftMessage> heartbeat = sentTo(S2, node.waits(HEARTBEAT));
    assertThat(((AppendEntries) heartbeat.get(0)).prevLog()).isEqualTo(at(1, 2));
    assertThat(indexes(node.receives(S2, new AppendEntriesReply(1, false, 1, 2))))
        .containsExactly(List.of(2L));
  }

  @Test
  void lostAnswersAreMadeUpForByTheNextHeartbeat() {
    RaftTester node = RaftTester.leaderWithLog();
    node.receives(S2, node.holds(1));
    node.proposes(1, "a");
    node.proposes(2, "b");
    assertThat(indexes(node.proposes(3, "c"))).as("two are in flight").isEmpty();

    node.waits(HEARTBEAT);
    assertThat(indexes(node.receives(S2, new AppendEntriesReply(1, true, 3, 2))))
        .containsExactly(List.of(4L));
  }

  @Test
  void aMessageHasAsManyBytesAsAllowedButAtLeastOneEntry() {
    ReplicationRules rules = ReplicationRules.standard();
    RaftLog log = RaftTester.withLog(1, 1, 1).core().log(); // two bytes each

    assertThat(rules.batch(log, 1, new RaftConfig.Limits(10, 5, 1, 1))).hasSize(2);
    assertThat(rules.batch(log, 1, new RaftConfig.Limits(10, 1, 1, 1))).hasSize(1);
    assertThat(rules.batch(log, 4, new RaftConfig.Limits(10, 5, 1, 1))).isEmpty();
  }

  @Test
  @DisplayName("R-15 back-tracking over three terms of ten entries takes few round trips")
  void backTrackingTakesFewRoundTrips() {
    RaftTester leader = RaftTester.withLog(tensOfTerms(1, 2, 4, 6));
    RaftTester follower = RaftTester.of(5, RaftTester.disk(6, tensOfTerms(1, 1, 3, 5)));
    AppendEntries probe = (AppendEntries) sentTo(S2, leader.isElected()).get(0);
    int roundTrips = 0;
    boolean met = false;
    while (!met) {
      roundTrips++;
      AppendEntriesReply answer = answerOf(follower, probe);
      met = answer.success();
      probe = (AppendEntries) sentTo(S2, leader.receives(S2, answer)).get(0);
    }
    assertThat(roundTrips).isLessThanOrEqualTo(3 + 4);
  }

  @Test
  void oneConflictingEntryIsNotOvershot() {
    RaftTester leader = RaftTester.withLog(1, 1, 1, 1, 2);
    RaftTester follower = RaftTester.of(5, RaftTester.disk(2, 1, 1, 1, 1, 1));
    AppendEntries probe = (AppendEntries) sentTo(S2, leader.isElected()).get(0);

    List<RaftEffect> retry = leader.receives(S2, answerOf(follower, probe));

    assertThat(indexes(retry)).containsExactly(List.of(5L, 6L));
  }

  /** The follower is the S1 of its own bench; there the leader goes by the name of S2. */
  private static AppendEntriesReply answerOf(RaftTester follower, AppendEntries sent) {
    AppendEntries fromS2 =
        new AppendEntries(sent.term(), S2, sent.prevLog(), sent.entries(), 0, sent.round());
    return (AppendEntriesReply) sentTo(S2, follower.receives(S2, fromS2)).get(0);
  }

  private static long[] tensOfTerms(long... terms) {
    return LongStream.of(terms)
        .flatMap(term -> LongStream.generate(() -> term).limit(10))
        .toArray();
  }

  private static List<List<Long>> indexes(List<RaftEffect> effects) {
    return sentTo(S2, effects).stream()
        .map(message -> (AppendEntries) message)
        .map(message -> message.entries().stream().map(LogEntry::index).toList())
        .toList();
  }
}
