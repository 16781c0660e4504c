package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.SetAttribute;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Membership.Step;

/** A sixth process joins five, and counts. */
@Timeout(120)
class JoiningNodeIT {
  private static final NodeId N6 = NodeId.of("n6");

  @TempDir private Path dir = Path.of("");

  @Test
  void aNewNodeJoinsVotesAndLeaves() {
    try (FiveNodes five = FiveNodes.start(dir.resolve("c"))) {
      ClusterSession session = five.session;
      write(session, "before");
      session.add(N6);
      assertThat(session.nodes()).hasSize(6).containsKey(N6);
      assertThat(five.leader().membership().contains(N6)).isFalse();

      change(five, Step.ADD_LEARNER, N6);
      change(five, Step.PROMOTE, N6);
      five.awaitEqual();
      NodeId leader = five.leader().node();
      List<NodeId> others = five.allBut(leader).stream().filter(it -> !it.equals(N6)).toList();
      others.subList(0, 2).forEach(session::kill);

      // Four of six are a majority only with the new node's vote.
      write(session, "four of six");
      assertThat(five.leader().membership().voters()).hasSize(6);
      others.subList(0, 2).forEach(session::restart);
      change(five, Step.REMOVE, N6);
      write(session, "after");
      assertThat(five.leader().membership().voters()).hasSize(5).doesNotContain(N6);
    }
  }

  private static void write(ClusterSession session, String value) {
    session
        .client()
        .require(
            new SetAttribute(FilePath.ROOT, "k", Bytes.ofUtf8(value), FileOperation.ANY_VERSION));
  }

  private static void change(FiveNodes nodes, Step step, NodeId node) {
    await()
        .atMost(FiveNodes.SOON)
        .until(
            () ->
                nodes.lead().changeMembership(new Membership.Change(step, node)).outcome()
                    == Outcome.OK);
  }
}
