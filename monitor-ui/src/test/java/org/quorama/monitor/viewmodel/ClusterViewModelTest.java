package org.quorama.monitor.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.Life;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;

/** Properties need no JavaFX toolkit: this test's thread plays the JavaFX thread. */
class ClusterViewModelTest implements ClusterControls, UiDispatcher {
  private static final NodeId N1 = NodeId.of("n1");

  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final ModelKeeper keeper = new ModelKeeper(List.of(), this::hasEnded);
  private final ClusterViewModel cluster;
  private boolean refuse;
  private boolean ended;

  ClusterViewModelTest() {
    keeper.events(SampleTraces.firstFile());
    cluster = new ClusterViewModel(keeper, this, this, Truth.LIVE, () -> 0);
  }

  @Override
  public void kill(NodeId node) {
    if (refuse) {
      throw new IllegalStateException("the supervisor is gone");
    }
  }

  @Override
  public void restart(NodeId node) {
    throw new IllegalStateException(node + " runs already");
  }

  @Override
  public boolean hasEnded(NodeId node) {
    return ended;
  }

  @Override
  public void run(Runnable flush) {
    work.add(flush);
  }

  @Override
  public void refresh(Runnable flush) {
    work.add(flush);
  }

  @Override
  public void close() {}

  /** Does what waits for the thread of the properties until something is so. */
  private void until(BooleanSupplier isSo) throws InterruptedException {
    while (!isSo.getAsBoolean()) {
      Objects.requireNonNull(work.poll(5, TimeUnit.SECONDS)).run();
    }
  }

  private boolean isQuiet() {
    return cluster.noticeProperty().get().isEmpty();
  }

  private boolean isN1(String role) {
    return n1().roleWordProperty().get().equals(role);
  }

  private NodeViewModel n1() {
    return cluster.nodes().get(0);
  }

  @Test
  void aKilledNodeIsDeadAndCanBeRestarted() throws InterruptedException {
    assertThat(n1().noRestartProperty().get()).isEqualTo("n1 is alive");
    cluster.kill(N1);
    assertThat(cluster.noticeProperty().get()).isEqualTo("Trying to kill n1 …");
    until(() -> isQuiet() && isN1("dead"));
    assertThat(n1().noKillProperty().get()).isEqualTo("n1 is dead");
    assertThat(n1().noRestartProperty().get()).isEmpty();
  }

  @Test
  void whatFailsIsTold() throws InterruptedException {
    refuse = true;
    cluster.kill(N1);
    until(() -> cluster.noticeProperty().get().startsWith("Could"));
    assertThat(cluster.noticeProperty().get())
        .isEqualTo("Could not kill n1: the supervisor is gone");
    assertThat(n1().roleWordProperty().get()).isEqualTo("follower");
  }

  @Test
  void aNodeThatDoesNotAnswerIsDeadOnlyIfItsProcessHasEnded() throws InterruptedException {
    keeper.reachable(N1, false);
    until(() -> isN1("no answer"));
    ended = true;
    keeper.reachable(N1, false);
    keeper.reachable(N1, false);
    until(() -> isN1("dead"));
    assertThat(cluster.captions())
        .extracting(caption -> caption.text())
        .containsOnlyOnce("n1 is dead: its process has ended.");
  }

  @Test
  void onlyItsNextBootRevivesADeadNode() {
    keeper.change(now -> now.ended(N1));
    TraceEvent last =
        SampleTraces.firstFile().stream().filter(it -> it.node().equals(N1)).findFirst().get();
    keeper.events(List.of(last));
    keeper.reachable(N1, true);
    assertThat(keeper.current().node(N1).life()).isEqualTo(Life.KILLED);
    NodeTrace boot = new NodeTrace.Boot("127.0.0.1:1", 3, 4);
    keeper.events(List.of(new TraceEvent(N1, 2, 1, 99, 99, last.state(), boot)));
    assertThat(keeper.current().node(N1).life()).isEqualTo(Life.ALIVE);
  }

  @Test
  void captionsAreInTheOrderOfTimeThoughNodesReportInBatches() {
    assertThat(cluster.captions())
        .extracting(caption -> caption.timeNanos())
        .isSorted()
        .hasSizeGreaterThan(5);
  }

  @Test
  void theStatusLineFollowsTheTrace() {
    assertThat(cluster.statusLineProperty().get()).startsWith("Leader n2  ·  term 3");
    assertThat(cluster.chunkMap().chunks()).hasSize(3);
  }
}
