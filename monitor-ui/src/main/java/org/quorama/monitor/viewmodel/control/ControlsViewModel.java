package org.quorama.monitor.viewmodel.control;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;
import org.quorama.raft.log.Membership.Step;
import org.quorama.trace.FaultTrace.DiskCondition;

/**
 * What a person may do to one node, the chosen one or else the leader, and to the whole cluster;
 * what cannot be done says why. Confined to the JavaFX thread.
 */
public final class ControlsViewModel {
  private static final Duration JUMP = Duration.ofSeconds(5);

  private final ClusterViewModel cluster;
  private final Words words;
  private final ReadOnlyObjectWrapper<@Nullable NodeId> target = new ReadOnlyObjectWrapper<>();
  private final Map<Action, ReadOnlyStringWrapper> whyNot = new EnumMap<>(Action.class);

  /**
   * Makes one.
   *
   * @param cluster to which all is done
   * @param words the language of the reasons
   */
  public ControlsViewModel(ClusterViewModel cluster, Words words) {
    this.cluster = cluster;
    this.words = words;
    for (Action action : Action.values()) {
      whyNot.put(action, new ReadOnlyStringWrapper(""));
    }
    cluster.modelProperty().addListener((value, before, now) -> refresh());
    cluster.selectedProperty().addListener((value, before, now) -> refresh());
    refresh();
  }

  /** Looks again at what can be done, after something changed that no property tells. */
  public void refresh() {
    ClusterModel model = cluster.modelProperty().get();
    NodeId chosen = cluster.selectedProperty().get();
    boolean known = chosen != null && model.nodes().containsKey(chosen);
    target.set(known ? chosen : model.leader().map(NodeModel::id).orElse(null));
    whyNot.forEach((action, reason) -> reason.set(whyNot(action, target.get())));
  }

  /** Returns the node to which things are done, null if none is chosen and none leads. */
  public ReadOnlyObjectProperty<@Nullable NodeId> targetProperty() {
    return target.getReadOnlyProperty();
  }

  /**
   * Returns why something cannot be done, to the target if it is of a node; empty if it can.
   *
   * @param action what
   */
  public ReadOnlyStringProperty whyNotProperty(Action action) {
    ReadOnlyStringWrapper reason = whyNot.get(action);
    if (reason == null) {
      throw new IllegalStateException("No reason is kept for " + action);
    }
    return reason.getReadOnlyProperty();
  }

  /**
   * Returns why something cannot be done just now, empty if it can.
   *
   * @param action what
   * @param node to which node; of no meaning for what is done to the whole cluster
   */
  public String whyNot(Action action, @Nullable NodeId node) {
    if (cluster.truth() == Truth.RECORDED) {
      return words.text("controls.no.recording");
    }
    if (cluster.unavailable().isPresent()) {
      return cluster.unavailable().get();
    }
    Reasons reasons = new Reasons(cluster.modelProperty().get(), lab().isAvailable());
    Phrase reason =
        cluster
            .refusal(action)
            .orElseGet(() -> action.isOfNode() ? reasons.of(action, node) : reasons.of(action));
    return reason == null ? "" : words.say(reason);
  }

  private LabViewModel lab() {
    return cluster.lab();
  }

  /**
   * Does something to the target; does nothing if it cannot be done.
   *
   * @param action what, one that is done to a node, or {@link Action#HEAL}
   */
  public void perform(Action action) {
    NodeId node = target.get();
    if (action == Action.HEAL && whyNot(action, null).isEmpty()) {
      lab().heal();
    } else if (node != null) {
      perform(action, node);
    }
  }

  /**
   * Does something to a node; does nothing if it cannot be done.
   *
   * @param action what, one that is done to a node
   * @param node to which
   */
  public void perform(Action action, NodeId node) {
    if (!whyNot(action, node).isEmpty()) {
      return;
    }
    switch (action) {
      case KILL -> cluster.kill(node);
      case RESTART -> cluster.restart(node);
      case LEAD -> cluster.handOverTo(node);
      case ELECT ->
          cluster.attempt(Phrase.of("controls.do.elect", node), it -> it.elect(node), null);
      case LEARN -> cluster.changeMembers(Step.ADD_LEARNER, node);
      case VOTE -> cluster.changeMembers(Step.PROMOTE, node);
      case REMOVE -> cluster.changeMembers(Step.REMOVE, node);
      case PAUSE -> pause(node, true);
      case RESUME -> pause(node, false);
      default -> fault(action, node);
    }
  }

  private void pause(NodeId node, boolean paused) {
    if (lab().isAvailable()) {
      lab().togglePause(node);
      return;
    }
    cluster.attempt(
        Phrase.of(paused ? "controls.do.pause" : "controls.do.resume", node),
        it -> it.pause(node, paused),
        it -> it.pause(node, !paused));
  }

  private void fault(Action action, NodeId node) {
    switch (action) {
      case ISOLATE -> lab().isolate(node);
      case SLOW_CLOCK -> lab().clock(node, Reasons.SLOW);
      case FAST_CLOCK -> lab().clock(node, Reasons.FAST);
      case RIGHT_CLOCK -> lab().clock(node, 1);
      case JUMP_CLOCK -> lab().jump(node, JUMP);
      case SLOW_DISK -> lab().disk(node, DiskCondition.SLOW);
      case FULL_DISK -> lab().disk(node, DiskCondition.FULL);
      case FAILING_DISK -> lab().disk(node, DiskCondition.FSYNC_ERROR);
      case HEALTHY_DISK -> lab().disk(node, DiskCondition.HEALTHY);
      default -> throw new IllegalArgumentException(action + " is not done to a node");
    }
  }

  /**
   * Cuts the cluster in two; does nothing if one side is empty or it cannot be done.
   *
   * @param side the nodes of one side
   */
  public void partition(Collection<NodeId> side) {
    boolean hasTwo = !side.isEmpty() && side.size() < lab().nodes().size();
    if (hasTwo && whyNot(Action.PARTITION, null).isEmpty()) {
      lab().partition(List.copyOf(side));
    }
  }

  /**
   * Writes to a file; does nothing if it cannot be done.
   *
   * @param kind to create, append or put
   * @param path the file's name, from the root
   * @param text what to append or put
   */
  public void write(Action kind, String path, String text) {
    if (whyNot(kind, null).isEmpty()) {
      Phrase what = Phrase.of("controls.do." + kind.key(), path);
      cluster.attempt(what, it -> it.write(kind, path, text), null);
    }
  }

  /** Starts a node that is new to the cluster, under the next free name, if it can be done. */
  public void addNode() {
    if (!whyNot(Action.ADD_NODE, null).isEmpty()) {
      return;
    }
    int number = 1;
    while (cluster.modelProperty().get().nodes().containsKey(NodeId.of("n" + number))) {
      number++;
    }
    NodeId node = NodeId.of("n" + number);
    cluster.attempt(Phrase.of("controls.do.add-node", node), it -> it.addNode(node), null);
  }

  /** Takes the last thing back. */
  public void undo() {
    cluster.undo();
  }

  /** Returns the last thing that can be taken back, null if there is none. */
  public ReadOnlyObjectProperty<@Nullable Phrase> undoProperty() {
    return cluster.undoProperty();
  }

  /** Returns the cluster to which all is done. */
  public ClusterViewModel cluster() {
    return cluster;
  }
}
