package org.quorama.monitor.model.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.metrics.MetricsFold.Span;
import org.quorama.raft.RoleName;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

class MetricsFoldTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final Span HALF_MINUTE = Span.ALL.get(0);

  private final MetricsFold fold = new MetricsFold();

  private void tell(NodeId node, long nanos, RoleName role, long lastIndex, TraceDetail detail) {
    RaftSummary state = new RaftSummary(2, role, null, null, lastIndex, 2, 0, 0, 0);
    fold.tell(List.of(new TraceEvent(node, 1, 1, 1, nanos, state, detail)));
  }

  private static RaftTrace.Appended entries(long from, int count) {
    List<RaftTrace.Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new RaftTrace.Entry(from + i, 2, "mkdir /a", 1));
    }
    return new RaftTrace.Appended(entries);
  }

  @Test
  void nothingIsNotZero() {
    Figures figures = fold.figures(100 * SECOND, HALF_MINUTE);

    assertThat(figures.committed()).hasSize(60).allMatch(value -> value.isNaN());
    assertThat(figures.isEmpty()).isTrue();
  }

  @Test
  void commitsAreCountedOnceASecond() {
    tell(N1, 10 * SECOND, RoleName.LEADER, 6, new RaftTrace.CommitAdvanced(6));
    tell(N2, 10 * SECOND, RoleName.FOLLOWER, 6, new RaftTrace.CommitAdvanced(6));
    tell(N2, 11 * SECOND, RoleName.LEADER, 8, new RaftTrace.CommitAdvanced(8));

    List<Double> committed = fold.figures(12 * SECOND - 1, HALF_MINUTE).committed();
    assertThat(committed.get(56)).isEqualTo(12);
    assertThat(committed.get(57)).isEqualTo(0);
    assertThat(committed.get(58)).isEqualTo(4);
    assertThat(committed.get(0)).isNaN();
  }

  @Test
  void latencyIsFromAppendToCommitOnTheLeader() {
    for (int i = 1; i <= 100; i++) {
      long at = 10 * SECOND + i * MILLI;
      tell(N1, at, RoleName.LEADER, i, entries(i, 1));
      long took = i == 100 ? 80 * MILLI : 2 * MILLI;
      tell(N1, at + took, RoleName.LEADER, i, new RaftTrace.CommitAdvanced(i));
    }
    tell(N2, 10 * SECOND, RoleName.FOLLOWER, 9, entries(9, 1));

    Figures.Latency latency = fold.figures(10 * SECOND + 400 * MILLI, HALF_MINUTE).latency();
    assertThat(latency.median().get(59)).isCloseTo(2, within(0.3));
    assertThat(latency.worst().get(59)).isCloseTo(2, within(0.3));
    tell(N1, 10 * SECOND + 300 * MILLI, RoleName.LEADER, 101, entries(101, 3));
    tell(N1, 10 * SECOND + 400 * MILLI, RoleName.LEADER, 103, new RaftTrace.CommitAdvanced(103));
    latency = fold.figures(10 * SECOND + 400 * MILLI, HALF_MINUTE).latency();
    assertThat(latency.worst().get(59)).isCloseTo(100, within(12.0));
  }

  @Test
  void messagesAreCountedByWhatTheyAreAbout() {
    MessageTrace.Summary beat =
        new MessageTrace.Summary(MessageTrace.Kind.HEARTBEAT, 2, 0, 0, 0, false);
    MessageTrace.Summary push =
        new MessageTrace.Summary(MessageTrace.Kind.PUSH, 0, 0, 2_048, 0, false);
    tell(N1, 20 * SECOND, RoleName.LEADER, 0, new MessageTrace.Sent("n1:1:1", N2, beat));
    tell(N1, 20 * SECOND, RoleName.LEADER, 0, new MessageTrace.Sent("n1:1:2", N2, push));

    Figures figures = fold.figures(20 * SECOND, HALF_MINUTE);
    assertThat(requireNonNull(figures.messages().get(Traffic.HEARTBEAT)).get(59)).isEqualTo(2);
    assertThat(requireNonNull(figures.messages().get(Traffic.FILES)).get(59)).isEqualTo(2);
    assertThat(requireNonNull(figures.bytes().get(N1)).get(59)).isEqualTo(4_096);
    assertThat(figures.sent()).containsEntry(MessageTrace.Kind.PUSH, Map.of(N1, 1));
  }

  @Test
  void electionsAreToldWithinTheWindow() {
    tell(N1, 5 * SECOND, RoleName.CANDIDATE, 0, new RaftTrace.BecameCandidate());
    tell(N1, 6 * SECOND, RoleName.LEADER, 0, new RaftTrace.BecameLeader(List.of(N1)));

    assertThat(fold.figures(7 * SECOND, HALF_MINUTE).elections())
        .extracting(Figures.Election::isWon)
        .containsExactly(false, true);
    assertThat(fold.figures(60 * SECOND, HALF_MINUTE).elections()).isEmpty();
  }

  @Test
  void aLongRunForgetsItsBeginning() {
    for (long second = 0; second < 10_000; second++) {
      tell(N1, second * SECOND, RoleName.LEADER, 1, new RaftTrace.Applied(second, "x", 1));
      tell(N1, second * SECOND + SECOND / 2, RoleName.LEADER, 1, new RaftTrace.Durable(1));
    }

    Span hour = Span.ALL.get(3);
    assertThat(fold.figures(1_000 * SECOND, hour).isEmpty()).isTrue();
    assertThat(fold.figures(9_990 * SECOND - 1, hour).applied().get(N1))
        .allMatch(rate -> rate > 0.9);
  }
}
