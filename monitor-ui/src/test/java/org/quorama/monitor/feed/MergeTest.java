package org.quorama.monitor.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

class MergeTest implements TraceSink {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final Duration NEVER = Duration.ofHours(1);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Merge merge = new Merge(this, NEVER);

  @AfterEach
  void close() {
    merge.close();
  }

  @Override
  public void events(List<TraceEvent> events) {
    events.forEach(event -> told.add(event.node() + " " + event.seq()));
  }

  @Override
  public void reachable(NodeId node, boolean answers) {
    told.add(node + (answers ? " answers" : " is silent"));
  }

  private static TraceEvent at(NodeId node, long millis) {
    return LabTrace.event(node, millis, new RaftTrace.Durable(millis));
  }

  @Test
  void whatHappenedBeforeIsToldBeforeThoughItCameLater() throws InterruptedException {
    merge = new Merge(this, Duration.ofMillis(200));
    merge.events(List.of(at(N2, 2), at(N2, 4)));
    merge.events(List.of(at(N1, 1), at(N1, 3)));
    for (String next : List.of("n1 1", "n2 2", "n1 3", "n2 4")) {
      assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(next);
    }
  }

  @Test
  void whatANodeSaidLastIsToldBeforeItIsGone() {
    merge.events(List.of(at(N2, 2)));
    merge.reachable(N1, true);
    merge.reachable(N2, false);
    assertThat(told).containsExactly("n1 answers", "n2 2", "n2 is silent");
  }

  @Test
  void nothingIsLostAtTheEnd() {
    merge.events(List.of(at(N2, 2)));
    merge.events(List.of(at(N1, 1)));
    merge.close();
    assertThat(told).containsExactly("n1 1", "n2 2");
  }

  @Test
  void whatIsTooMuchDoesNotWait() {
    List<TraceEvent> many = LongStream.rangeClosed(1, 20_001).mapToObj(at -> at(N1, at)).toList();
    merge.events(many);
    assertThat(told).hasSize(many.size());
  }
}
