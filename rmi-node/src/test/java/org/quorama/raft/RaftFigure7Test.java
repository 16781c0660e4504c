package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.RecoveredState;

/** Figure 7 of the paper: whatever a follower's log looks like, it becomes the leader's. */
class RaftFigure7Test {
  private static final String LEADER = "1 1 1 4 4 5 5 6 6 6";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a, 1 1 1 4 4 5 5 6 6",
    "b, 1 1 1 4",
    "c, 1 1 1 4 4 5 5 6 6 6 6",
    "d, 1 1 1 4 4 5 5 6 6 6 7 7",
    "e, 1 1 1 4 4 4 4",
    "f, 1 1 1 2 2 2 3 3 3 3 3"
  })
  @DisplayName("§5.3 the leader forces the followers' logs to duplicate its own")
  void followersLogBecomesTheLeaders(String name, String terms) {
    Map<NodeId, RecoveredState> disks = new TreeMap<>();
    disks.put(S1, disk(LEADER));
    disks.put(S2, disk(terms));
    for (NodeId id : new NodeId[] {S3, S4, S5}) {
      disks.put(id, disk(LEADER));
    }
    RaftScript script =
        new RaftScript(RaftRules.standard(), new RaftConfig.Limits(2, 1 << 20, 2, 100), disks);

    script.elect(S1, S3, S4);
    script.deliver(any -> true);

    assertThat(script.node(S1).status().hardState().currentTerm()).isEqualTo(8);
    String expected = LEADER + " 8";
    assertThat(words(script.node(S1))).isEqualTo(expected);
    assertThat(words(script.node(S2))).isEqualTo(expected);
    assertThat(script.node(S1).status().matchIndex()).containsEntry(S2, 11L);
  }

  private static RecoveredState disk(String terms) {
    return RaftTester.disk(
        7, Arrays.stream(terms.split(" ", -1)).mapToLong(Long::parseLong).toArray());
  }

  private static String words(RaftTester node) {
    return node.logTerms().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
