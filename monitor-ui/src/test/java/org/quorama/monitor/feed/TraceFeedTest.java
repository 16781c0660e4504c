package org.quorama.monitor.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodePort;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceRing;

class TraceFeedTest implements NodeConnector, TraceSink {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeAddress AT_1 = new NodeAddress("127.0.0.1", 1001);
  private static final NodeAddress AT_2 = new NodeAddress("127.0.0.1", 1002);
  private static final NodeAddress ELSEWHERE = new NodeAddress("127.0.0.1", 1003);
  private static final RaftSummary STATE =
      new RaftSummary(1, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);

  private final Map<NodeAddress, NodePort> up = new ConcurrentHashMap<>();
  private final BlockingQueue<TraceEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final CountDownLatch stuck = new CountDownLatch(1);
  private volatile ClusterMembers members = ClusterMembers.none();
  private final TraceRing ring = new TraceRing(1, 4);
  private final FakeNode first = new FakeNode(ring);
  private final TraceFeed feed;

  TraceFeedTest() {
    add(ring, N1, 1, 7);
    up.put(AT_1, first);
    feed = TraceFeed.start(Map.of(N1, AT_1, N2, AT_2), this, this, Duration.ofMillis(5));
  }

  @AfterEach
  void stop() {
    stuck.countDown();
    feed.close();
  }

  private static void add(TraceRing ring, NodeId node, long incarnation, int count) {
    for (int seq = 1; seq <= count; seq++) {
      RaftTrace detail = new RaftTrace.Durable(seq);
      ring.add(new TraceEvent(node, incarnation, seq, seq, seq, STATE, detail));
    }
  }

  @Override
  public NodePort connect(NodeAddress address) {
    NodePort port = up.get(address);
    if (port == null && address.equals(AT_2)) {
      awaitEnd();
    }
    if (port == null) {
      throw FakeNode.unreachable();
    }
    return port;
  }

  private void awaitEnd() {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public ClusterMembers lookup(NodeAddress anyNode) {
    return members;
  }

  @Override
  public void events(List<TraceEvent> batch) {
    events.addAll(batch);
  }

  @Override
  public void reachable(NodeId node, boolean answers) {
    news.add(node + (answers ? " answers" : " is silent"));
  }

  private TraceEvent next() throws InterruptedException {
    return Objects.requireNonNull(events.poll(5, TimeUnit.SECONDS), "no event in 5 s");
  }

  @Test
  void eventsThatNobodyReadInTimeAreShownAsAGapAndASilentNodeHoldsNobodyUp()
      throws InterruptedException {
    assertThat(next().detail()).isEqualTo(new NodeTrace.EventsMissing(3));
    assertThat(next().seq()).isEqualTo(4);
    assertThat(news.poll(5, TimeUnit.SECONDS)).isEqualTo("n1 answers");
  }

  @Test
  void aNodeThatComesBackElsewhereIsReadFromItsFirstEvent() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      next();
    }
    TraceRing second = new TraceRing(2, 10);
    add(second, N1, 2, 2);
    up.put(AT_2, new FakeNode(new TraceRing(1, 4)));
    stuck.countDown();
    members = new ClusterMembers(Map.of(N1, ELSEWHERE, N2, AT_2));
    up.put(ELSEWHERE, new FakeNode(second));
    first.dies();
    up.remove(AT_1);
    TraceEvent boot = next();
    assertThat(boot.incarnation()).isEqualTo(2);
    assertThat(boot.seq()).isEqualTo(1);
    assertThat(next().seq()).isEqualTo(2);
    assertThat(news).contains("n1 is silent");
  }
}
