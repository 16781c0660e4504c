package org.quorama.monitor.viewmodel.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** What can be done, why not, and what takes it back; this test's thread plays the FX thread. */
class ControlsViewModelTest implements UiDispatcher {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N5 = NodeId.of("n5");

  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Orders orders = new Orders();
  private final ModelKeeper keeper = new ModelKeeper(List.of());
  private boolean isLab = true;
  private @Nullable Phrase refusal;

  /** Orders to a host that may be no lab, and may refuse. */
  private final class Orders extends RecordedOrders {
    @Override
    public Optional<Phrase> refusal(Action action) {
      return Optional.ofNullable(refusal);
    }

    @Override
    public Optional<LabControls> lab() {
      return isLab ? super.lab() : Optional.empty();
    }

    @Override
    public void pause(NodeId node, boolean paused) {
      done().add("pause " + node + " " + paused);
    }
  }

  @Override
  public void run(Runnable flush) {
    work.add(flush);
  }

  @Override
  public void refresh(Runnable flush) {
    flush.run();
  }

  @Override
  public void close() {}

  private void flush() throws InterruptedException {
    Objects.requireNonNull(work.poll(5, TimeUnit.SECONDS)).run();
  }

  private ControlsViewModel controls(Truth truth) {
    keeper.events(SampleTraces.firstFile());
    ClusterViewModel cluster = new ClusterViewModel(keeper, this, orders, truth, () -> 0);
    return new ControlsViewModel(cluster, Words.of(Locale.ENGLISH));
  }

  private void tell(NodeId node, TraceDetail what) {
    TraceEvent last =
        SampleTraces.firstFile().stream().filter(it -> it.node().equals(node)).findFirst().get();
    keeper.events(List.of(new TraceEvent(node, 1, 9_999, 9_999, 9_999, last.state(), what)));
  }

  @Test
  void theLeaderIsTheTargetUntilANodeIsChosen() {
    ControlsViewModel controls = controls(Truth.LIVE);
    assertThat(controls.targetProperty().get()).isEqualTo(N2);
    assertThat(controls.whyNotProperty(Action.LEAD).get()).isEqualTo("n2 leads already");
    controls.cluster().selectedProperty().set(N1);
    assertThat(controls.targetProperty().get()).isEqualTo(N1);
    assertThat(controls.whyNotProperty(Action.LEAD).get()).isEmpty();
  }

  @Test
  void everyNodeActionIsDoneToTheTarget() throws InterruptedException {
    ControlsViewModel controls = controls(Truth.LIVE);
    controls.cluster().selectedProperty().set(N1);
    for (Action action : Action.values()) {
      boolean can = action.isOfNode() && controls.whyNot(action, N1).isEmpty();
      if (can && action != Action.KILL) {
        controls.perform(action);
        flush();
      }
    }
    controls.perform(Action.KILL);
    flush();
    assertThat(orders.done())
        .contains("kill n1", "pause n1 true", "lead n1", "elect n1", "clock n1 0.5", "clock n1 2.0")
        .contains("jump n1 PT5S", "disk n1 SLOW", "disk n1 FULL", "disk n1 FSYNC_ERROR")
        .contains("REMOVE n1")
        .anyMatch(it -> it.startsWith("links [n1>n2, n1>n3"));
  }

  @Test
  void whatCannotBeDoneSaysWhyAndIsNotDone() {
    ControlsViewModel controls = controls(Truth.LIVE);
    assertThat(controls.whyNot(Action.KILL, N5)).isEqualTo("n5 is dead");
    assertThat(controls.whyNot(Action.PAUSE, N5)).isEqualTo("n5 is dead");
    assertThat(controls.whyNot(Action.RESTART, N1)).isEqualTo("n1 is alive");
    assertThat(controls.whyNot(Action.RESUME, N1)).isEqualTo("n1 is not paused");
    assertThat(controls.whyNot(Action.RIGHT_CLOCK, N1)).contains("so already");
    assertThat(controls.whyNot(Action.HEALTHY_DISK, N1)).contains("so already");
    assertThat(controls.whyNot(Action.LEARN, N1)).isEqualTo("n1 is a member already");
    assertThat(controls.whyNot(Action.VOTE, N1)).isEqualTo("n1 is no learner");
    assertThat(controls.whyNot(Action.HEAL, null)).isEqualTo("All links are whole");
    assertThat(controls.whyNot(Action.KILL, null)).isEqualTo("Choose a node first");
    controls.perform(Action.KILL, N5);
    controls.perform(Action.HEAL);
    assertThat(orders.done()).isEmpty();
    assertThat(work).isEmpty();
  }

  @Test
  void nodesThatAreNoLabRefuseWhatNeedsOne() throws InterruptedException {
    isLab = false;
    ControlsViewModel controls = controls(Truth.LIVE);
    for (Action action : Action.values()) {
      assertThat(controls.whyNot(action, N1).contains("lab")).isEqualTo(action.needsLab());
    }
    controls.perform(Action.PAUSE, N1);
    flush();
    keeper.reachable(N1, false);
    assertThat(controls.whyNot(Action.RESUME, N1)).isEmpty();
    assertThat(orders.done()).containsExactly("pause n1 true");
  }

  @Test
  void aRecordingRefusesEverything() {
    ControlsViewModel controls = controls(Truth.RECORDED);
    for (Action action : Action.values()) {
      assertThat(controls.whyNotProperty(action).get()).isEqualTo("A recording has no processes");
    }
  }

  @Test
  void whatTheHostCannotDoIsRefusedInItsWords() {
    refusal = Phrase.of("controls.no.simulated");
    assertThat(controls(Truth.SIMULATED).whyNot(Action.PUT, null))
        .isEqualTo("A simulated cluster cannot do this");
  }

  @Test
  void whatWasDoneCanBeTakenBackInOrder() throws InterruptedException {
    ControlsViewModel controls = controls(Truth.LIVE);
    tell(N1, new FaultTrace.LinksChanged(List.of(LinkRule.cut(N2, N1))));
    controls.partition(List.of(N1, N2));
    flush();
    controls.perform(Action.KILL, N1);
    flush();
    assertThat(controls.undoProperty().get()).isEqualTo(Phrase.of("controls.do.kill", N1));
    controls.undo();
    flush();
    controls.undo();
    flush();
    assertThat(controls.undoProperty().get()).isNull();
    controls.undo();
    assertThat(orders.done())
        .endsWith("kill n1", "restart n1", "links [n2>n1]")
        .anyMatch(it -> it.startsWith("links [n2>n1, n1>n3"));
  }

  @Test
  void theWholeClusterIsWrittenToAndGrows() throws InterruptedException {
    ControlsViewModel controls = controls(Truth.LIVE);
    controls.write(Action.APPEND, "/log", "hello");
    flush();
    controls.addNode();
    flush();
    assertThat(orders.done()).containsExactly("APPEND /log hello", "add n6");
  }

  @Test
  void aPartitionNeedsTwoSides() {
    ControlsViewModel controls = controls(Truth.LIVE);
    controls.partition(List.of());
    controls.partition(List.copyOf(keeper.current().nodes().keySet()));
    assertThat(orders.done()).isEmpty();
    assertThat(work).isEmpty();
  }
}
