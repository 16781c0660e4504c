package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.HEARTBEAT;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.log.RecoveredState;

/** Entries go to a majority at once and to the others a little later, together. */
class MajorityFirstTest {
  private final RaftTester node =
      RaftTester.with(Set.of(RaftConfig.Feature.MAJORITY_FIRST), RecoveredState.EMPTY);

  @BeforeEach
  void leads() {
    node.leads();
    for (NodeId follower : List.of(S2, S3, S4, S5)) {
      node.receives(follower, node.holds(1));
    }
  }

  @Test
  void newEntriesGoToAsManyAsAMajorityNeeds() {
    assertThat(receivers(node.proposes(1, "a"))).containsExactly(S2, S3);
  }

  @Test
  void theOthersGetWhatCameMeanwhileInOneMessage() {
    node.proposes(1, "a");
    node.receives(S2, node.holds(2));
    node.receives(S3, node.holds(2));
    node.proposes(2, "b");

    List<RaftEffect> later = node.waits(HEARTBEAT.dividedBy(2));

    assertThat(receivers(later)).containsExactly(S4, S5);
    AppendEntries message = (AppendEntries) RaftTester.sentTo(S4, later).get(0);
    assertThat(message.entries()).hasSize(2);
  }

  @Test
  void anEntryCommitsByTheOthersIfOneOfTheFirstIsGone() {
    node.proposes(1, "a");
    node.persists();
    node.receives(S2, node.holds(2));
    assertThat(node.status().log().commitIndex()).isEqualTo(1);

    node.waits(HEARTBEAT.dividedBy(2));
    node.receives(S5, node.holds(2));

    assertThat(node.status().log().commitIndex()).isEqualTo(2);
    assertThat(receivers(node.proposes(2, "b"))).containsExactly(S2, S5);
  }

  @Test
  void whoLacksMoreThanItMayBeSentGetsTheRestAtOnce() {
    for (int i = 1; i <= 7; i++) {
      node.proposes(i, "x");
      node.persists();
      node.receives(S2, node.holds(i + 1));
      node.receives(S3, node.holds(i + 1));
    }
    List<RaftEffect> later = node.waits(HEARTBEAT.dividedBy(2));
    assertThat(RaftTester.sentTo(S4, later)).as("three entries a message, two at once").hasSize(2);

    assertThat(receivers(node.receives(S4, node.holds(4)))).containsExactly(S4);
    assertThat(receivers(node.receives(S4, node.holds(7)))).as("now it has all").isEmpty();
  }

  @Test
  void nothingIsDueWhileNothingIsNew() {
    assertThat(receivers(node.waits(HEARTBEAT.dividedBy(2)))).isEmpty();
  }

  private static List<NodeId> receivers(List<RaftEffect> effects) {
    return effects.stream()
        .filter(effect -> effect instanceof RaftEffect.SendMessage)
        .map(effect -> ((RaftEffect.SendMessage) effect).to())
        .toList();
  }
}
