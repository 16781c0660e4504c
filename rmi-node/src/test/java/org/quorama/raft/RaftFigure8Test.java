package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;

/** Figure 8 of the paper, step by step: why entries of old terms are not committed by counting. */
class RaftFigure8Test {
  private static final LogPosition A = new LogPosition(2, 3);
  private static final LogPosition NO_OP_OF_4 = new LogPosition(4, 4);

  @Test
  @DisplayName("R-01 §5.4.2 an entry of an old term on a majority is not committed by counting")
  void entryOfAnOldTermOnAMajorityIsNotCommitted() {
    RaftScript script = untilAIsOnAMajority(RaftRules.standard());

    assertThat(script.node(S1).status().matchIndex()).containsEntry(S2, 3L).containsEntry(S3, 3L);
    assertThat(script.node(S1).status().log().commitIndex()).isLessThanOrEqualTo(1);
  }

  @Test
  @DisplayName("R-01 branch A: S5 wins term 5 and overwrites; nobody ever applied the entry")
  void branchAOverwritesTheEntryEverywhere() {
    RaftScript script = untilAIsOnAMajority(RaftRules.standard());

    crashS1AndLetS5Lead(script);

    for (RaftTester node : script.nodes()) {
      assertThat(node.logTerms()).startsWith(1L, 3L, 5L);
    }
    assertThat(script.everApplied()).extracting(LogEntry::position).doesNotContain(A);
    assertThat(script.node(S5).status().log().commitIndex()).isEqualTo(3);
  }

  @Test
  @DisplayName("R-01 branch B: the no-op of term 4 commits all before it; S5 can no longer win")
  void branchBCommitsTheEntryAlongWithTheNoOp() {
    RaftScript script = untilAIsOnAMajority(RaftRules.standard());

    script.deliver(between(S1, S2, S3));
    assertThat(script.node(S1).status().log().commitIndex()).isEqualTo(4);

    script.crash(S1);
    script.restart(S5);
    script.elect(S5, S2, S3, S4);
    script.elect(S5, S2, S3, S4);
    assertThat(script.node(S5).status().hardState().currentTerm()).isEqualTo(5);
    assertThat(script.node(S5).status().role()).isEqualTo(RoleName.CANDIDATE);
    assertThat(script.everApplied()).extracting(LogEntry::position).contains(A, NO_OP_OF_4);
  }

  @Test
  @DisplayName("R-01 bites: with commit by counting, the applied entry is overwritten")
  void commitByCountingLosesTheEntry() {
    RaftScript script = untilAIsOnAMajority(PlantedRules.COMMIT_BY_COUNTING.rules());

    assertThat(script.node(S1).status().log().commitIndex()).isEqualTo(3);
    crashS1AndLetS5Lead(script);
    assertThat(script.everApplied()).extracting(LogEntry::position).contains(A);
    assertThat(script.node(S2).core().log().contains(A)).isFalse();
  }

  private static RaftScript untilAIsOnAMajority(RaftRules rules) {
    Map<NodeId, RecoveredState> disks = new TreeMap<>();
    for (NodeId id : List.of(S1, S2, S3, S4, S5)) {
      disks.put(id, RaftTester.disk(1, 1));
    }
    // Two entries a message, so that the no-op of term 4 does not travel with what it commits.
    RaftScript script = new RaftScript(rules, new RaftConfig.Limits(2, 1 << 20, 4, 100), disks);

    script.elect(S1, S2, S3); // (a) S1 leads term 2; 2@t2 and a reach only S2
    script.propose(S1, "a");
    script.deliver(RaftScript.between(S1, S2));
    script.crash(S1);
    script.drop(any -> true);

    script.elect(S5, S3, S4); // (b) S5 leads term 3 with another entry, on itself only
    script.elect(S5, S3, S4);
    script.crash(S5);
    script.drop(any -> true);

    script.restart(S1); // (c) S1 leads term 4 and replicates a to S3
    while (script.node(S1).status().role() != RoleName.LEADER) {
      script.elect(S1, S2, S3);
    }
    Predicate<RaftScript.Envelope> noOp = RaftFigure8Test::carriesNoOpOf4;
    script.drop(noOp);
    script.wake(S1);
    script.deliver(between(S1, S2, S3).and(noOp.negate()));
    return script;
  }

  private static boolean carriesNoOpOf4(RaftScript.Envelope envelope) {
    return envelope.message() instanceof AppendEntries request
        && request.entries().stream().anyMatch(e -> e.position().equals(NO_OP_OF_4));
  }

  private static Predicate<RaftScript.Envelope> between(NodeId one, NodeId second, NodeId third) {
    return RaftScript.between(one, second).or(RaftScript.between(one, third));
  }

  private static void crashS1AndLetS5Lead(RaftScript script) {
    script.crash(S1);
    script.drop(any -> true);
    script.restart(S5);
    while (script.node(S5).status().role() != RoleName.LEADER) {
      script.elect(S5, S2, S3, S4);
    }
    script.restart(S1);
    script.wake(S5);
    script.deliver(any -> true);
  }
}
