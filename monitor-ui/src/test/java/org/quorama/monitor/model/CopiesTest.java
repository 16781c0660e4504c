package org.quorama.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

class CopiesTest {
  private static final List<NodeId> FIVE =
      IntStream.rangeClosed(1, 5).mapToObj(i -> NodeId.of("n" + i)).toList();
  private static final NodeId N1 = FIVE.get(0);

  /** Leads in term 4, with an entry of term 2 at index 2, and has committed index 1. */
  private static final RaftSummary STATE =
      new RaftSummary(4, RoleName.LEADER, N1, N1, 3, 4, 1, 1, 0);

  private ClusterModel model = ClusterModel.of(FIVE);
  private long seq = 1;

  private void happens(RaftTrace detail) {
    model = model.fold(new TraceEvent(N1, 1, seq, seq, seq * 1_000_000, STATE, detail));
    seq++;
  }

  private List<String> captions() {
    return model.captions().stream().map(Caption::text).toList();
  }

  private void matches(int follower, long index) {
    happens(new RaftTrace.MatchAdvanced(FIVE.get(follower), index, index + 1));
  }

  @Test
  @DisplayName("R-08 an old entry on a majority is said to be one that counting may not commit")
  void anOldEntryOnAMajorityMayNotBeCommitted() {
    happens(
        new RaftTrace.Appended(
            List.of(
                new RaftTrace.Entry(1, 1, "no-op", 1),
                new RaftTrace.Entry(2, 2, "no-op", 2),
                new RaftTrace.Entry(3, 4, "no-op", 3))));
    happens(new RaftTrace.Durable(3));
    matches(1, 2);
    assertThat(captions()).isEmpty();

    matches(2, 2);
    String why =
        "n1 has entry 2 on a majority and may not commit it: it is of term 2, not of its 4.";
    assertThat(captions()).containsExactly(why);

    matches(3, 2);
    matches(1, 3);
    matches(2, 3);
    assertThat(captions()).as("it is said once, and not of its own entry").containsExactly(why);
  }
}
