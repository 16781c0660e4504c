package org.quorama.lab.demos.stage;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.Timer;

/** Protocol time of all nodes: frozen, passing, waited for. Confined to the player's thread. */
public final class Time {
  /** How far ahead nodes are told when the pace changes, so that all change at one moment. */
  private static final long APPOINTMENT_MILLIS = 150;

  private static final Duration PACE_LIMIT = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(15);

  private final Stage stage;
  private boolean frozen;
  private int dilation = 1;

  Time(Stage stage) {
    this.stage = stage;
  }

  void started(boolean isFrozen) {
    frozen = isFrozen;
    dilation = 1;
  }

  /** Returns true if protocol time stands still. */
  public boolean isFrozen() {
    return frozen;
  }

  /** Has time stand still on all nodes, from one moment on, and waits until nothing goes on. */
  public void freeze() {
    change(true, 1);
  }

  /**
   * Lets time pass again.
   *
   * @param slower how much longer everything takes, from 1 to 100
   */
  public void run(int slower) {
    change(false, slower);
  }

  private void change(boolean stop, int slower) {
    long at = System.currentTimeMillis() + APPOINTMENT_MILLIS;
    Map<NodeId, LabView> told = stage.orderAll(node -> new LabOrder.SetPace(at, slower, stop));
    frozen = stop;
    dilation = slower;
    Predicate<LabView> done =
        view -> view.time().frozen() == stop && (stop || view.time().dilation() == slower);
    long limit = System.nanoTime() + PACE_LIMIT.toNanos();
    while (!told.values().stream().allMatch(done)) {
      if (System.nanoTime() > limit) {
        throw new StageException("Not all nodes change their pace: " + told.keySet());
      }
      stage.read(GLANCE);
      told = stage.orderAll(node -> new LabOrder.Look());
    }
    stage.settle();
  }

  /** Tells a node that has just started what time does. */
  void tell(NodeId node) {
    stage.order(node, new LabOrder.SetPace(System.currentTimeMillis(), dilation, frozen));
  }

  /**
   * Lets time pass on all nodes though it is frozen; what is due then waits.
   *
   * @param by how much
   */
  public void pass(Duration by) {
    needFrozen("pass");
    stage.orderAll(node -> new LabOrder.Advance(by));
    stage.settle();
  }

  /**
   * Lets time pass on all nodes until a node's Raft deadline is due, and has that node act on it.
   *
   * @param node which
   * @throws StageException if it has none
   */
  public void fire(NodeId node) {
    needFrozen("fire");
    LabView view =
        stage
            .order(node, new LabOrder.Look())
            .orElseThrow(() -> new StageException(node + " does not live: it has no deadline"));
    long left =
        view.left(Timer.RAFT).orElseThrow(() -> new StageException(node + " has no deadline"));
    if (left > 0) {
      pass(Duration.ofNanos(left));
    }
    stage.order(node, new LabOrder.Fire(Timer.RAFT));
    stage.settle();
  }

  private void needFrozen(String command) {
    if (!frozen) {
      throw new StageException(command + " needs frozen time: freeze comes before it");
    }
  }

  /**
   * Waits until something is so.
   *
   * @param question answers with null if it is, else with what is seen instead
   * @param atMost how long
   * @param what it is, for the one who reads that it did not come
   * @throws StageException if it does not come in time
   */
  public void await(Function<Sight, @Nullable String> question, Duration atMost, String what) {
    long limit = System.nanoTime() + atMost.multipliedBy(dilation).toNanos();
    String seen = question.apply(stage.look());
    while (seen != null) {
      if (System.nanoTime() > limit) {
        throw new StageException(
            "Waited %d s for: %s; %s".formatted(atMost.toSeconds(), what, seen));
      }
      stage.read(GLANCE);
      seen = question.apply(stage.look());
    }
    stage.settle();
  }
}
