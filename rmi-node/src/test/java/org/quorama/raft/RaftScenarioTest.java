package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;
import static org.quorama.raft.RaftTester.answers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;

/** Several nodes, message by message. */
class RaftScenarioTest {
  private static final List<NodeId> NODES = List.of(S1, S2, S3, S4, S5);

  @ParameterizedTest
  @CsvSource({"s3,CANDIDATE", "s4,LEADER", "s5,CANDIDATE"})
  @DisplayName("R-08 of logs with 2, 6 and 4 entries only the one with 6 wins all three votes")
  void onlyTheLongestLogWins(String id, RoleName expected) {
    Map<NodeId, RecoveredState> disks = emptyDisks();
    disks.put(S3, ones(2));
    disks.put(S4, ones(6));
    disks.put(S5, ones(4));
    RaftScript script = script(disks);
    script.crash(S1);
    script.crash(S2);

    script.elect(NodeId.of(id), S3, S4, S5);

    assertThat(script.node(NodeId.of(id)).status().role()).isEqualTo(expected);
  }

  @Test
  @DisplayName("R-17 a minority leader commits nothing, and after the heal its entry is gone")
  void minorityLeaderCommitsNothing() {
    RaftScript script = script(emptyDisks());
    script.elect(S1, S2, S3, S4, S5);
    script.deliver(any -> true);
    Predicate<RaftScript.Envelope> cut = e -> e.from().equals(S1) || e.to().equals(S1);

    script.propose(S1, "lost");
    script.elect(S2, S3, S4, S5);
    script.propose(S2, "kept");
    script.deliver(cut.negate());
    assertThat(script.node(S1).status().role()).isEqualTo(RoleName.LEADER);
    assertThat(script.node(S1).status().log().commitIndex()).isLessThanOrEqualTo(1);
    assertThat(script.node(S1).reads(1))
        .filteredOn(e -> e instanceof RaftEffect.AnswerRead)
        .isEmpty();

    script.drop(cut);
    script.wake(S2);
    script.deliver(any -> true);
    script.wake(S2);
    script.deliver(any -> true);
    for (RaftTester node : script.nodes()) {
      assertThat(node.logTerms()).containsExactly(1L, 2L, 2L);
      assertThat(node.applied()).hasSize(3);
    }
  }

  @Test
  @DisplayName("R-17 the deposed minority leader says unknown, never fail")
  void deposedLeaderSaysUnknown() {
    RaftTester node = RaftTester.leaderWithLog();
    node.proposes(1, "x");

    List<RaftEffect> effects =
        node.receives(S2, RaftTester.fromS2(2, LogPosition.START, List.of()));

    assertThat(answers(effects))
        .containsExactly(
            new RaftEffect.AnswerProposal(new CallId(1), new ProposalOutcome.Unknown()));
  }

  @Test
  @DisplayName("R-32 what was committed is there after all nodes have crashed")
  void committedEntriesSurviveTotalPowerLoss() {
    RaftScript script = script(emptyDisks());
    script.elect(S1, S2, S3);
    script.propose(S1, "kept");
    script.deliver(any -> true);
    assertThat(script.node(S1).applied()).hasSize(2);

    NODES.forEach(script::crash);
    NODES.forEach(script::restart);
    script.elect(S5, S1, S2, S3, S4);
    script.deliver(any -> true);

    assertThat(script.node(S5).applied()).hasSize(3).startsWith(firstTwo(script));
  }

  private static LogEntry[] firstTwo(RaftScript script) {
    return script.appliedByBoot().get(0).toArray(new LogEntry[0]);
  }

  private static RaftScript script(Map<NodeId, RecoveredState> disks) {
    return new RaftScript(RaftRules.standard(), RaftConfig.Limits.defaults(), disks);
  }

  private static Map<NodeId, RecoveredState> emptyDisks() {
    Map<NodeId, RecoveredState> disks = new TreeMap<>();
    NODES.forEach(id -> disks.put(id, RecoveredState.EMPTY));
    return disks;
  }

  private static RecoveredState ones(int length) {
    return RaftTester.disk(1, LongStream.generate(() -> 1).limit(length).toArray());
  }
}
