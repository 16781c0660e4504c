package org.quorama.monitor.viewmodel.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;
import org.quorama.raft.log.Membership.Step;
import org.quorama.trace.FaultTrace.DiskCondition;

/**
 * Does to a node what can be done to it, and says why not. Keeps nothing. Confined to the JavaFX
 * thread.
 */
public final class NodeActions {
  private static final Duration JUMP = Duration.ofSeconds(5);

  private final ClusterViewModel cluster;
  private final Words words;

  /**
   * Makes one.
   *
   * @param cluster whose nodes
   * @param words the language of the reasons
   */
  public NodeActions(ClusterViewModel cluster, Words words) {
    this.cluster = cluster;
    this.words = words;
  }

  /**
   * Returns why something cannot be done just now, empty if it can.
   *
   * @param action what
   * @param node to which node; of no meaning for what is done to the whole cluster
   */
  public String whyNot(Action action, @Nullable NodeId node) {
    if (cluster.truthProperty().get() == Truth.RECORDED) {
      boolean past = isPast() && cluster.unavailable().isEmpty();
      return words.text(past ? "controls.no.past" : "controls.no.recording");
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

  private boolean isPast() {
    return !cluster.timeLine().followingProperty().get();
  }

  private LabViewModel lab() {
    return cluster.lab();
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
}
