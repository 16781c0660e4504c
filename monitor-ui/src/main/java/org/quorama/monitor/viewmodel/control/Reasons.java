package org.quorama.monitor.viewmodel.control;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.Life;
import org.quorama.monitor.model.Members.Place;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.words.Phrase;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;

/** Says why something cannot be done as the cluster is now; lives for one look. */
final class Reasons {
  /** How fast a slow clock goes. */
  static final double SLOW = 0.5;

  /** How fast a fast clock goes. */
  static final double FAST = 2;

  private final ClusterModel model;
  private final boolean isLab;

  Reasons(ClusterModel model, boolean isLab) {
    this.model = model;
    this.isLab = isLab;
  }

  /** Returns why something cannot be done to the whole cluster, null if it can. */
  @Nullable Phrase of(Action action) {
    if (action.needsLab() && !isLab) {
      return Phrase.of("controls.no.lab");
    }
    return switch (action) {
      case HEAL -> model.lab().rules().isEmpty() ? Phrase.of("controls.no.whole") : null;
      case PARTITION -> model.nodes().size() < 2 ? Phrase.of("controls.no.two") : null;
      case CREATE, APPEND, PUT ->
          model.leader().isEmpty() ? Phrase.of("controls.no.leaderToCommit") : null;
      case ADD_NODE -> model.leader().isEmpty() ? Phrase.of("controls.no.leader") : null;
      default -> null;
    };
  }

  /** Returns why something cannot be done to a node, null if it can. */
  @Nullable Phrase of(Action action, @Nullable NodeId id) {
    if (id == null) {
      return Phrase.of("controls.no.node");
    }
    if (action.needsLab() && !isLab) {
      return Phrase.of("controls.no.lab");
    }
    NodeModel node = model.node(id);
    return switch (action) {
      case KILL -> node.life().isOver() ? Phrase.of("controls.no.dead", id) : null;
      case RESTART -> node.isAlive() ? Phrase.of("controls.no.alive", id) : null;
      case ISOLATE -> isCutOff(id) ? Phrase.of("controls.no.cutOff", id) : null;
      case LEARN, VOTE, REMOVE -> ofMember(action, id);
      case LEAD -> model.leader().isEmpty() ? Phrase.of("controls.no.leader") : toLead(node);
      case ELECT -> toLead(node);
      default -> ofFault(action, node);
    };
  }

  private boolean isCutOff(NodeId id) {
    return model.nodes().keySet().stream()
        .filter(other -> !other.equals(id))
        .allMatch(other -> isCut(id, other) && isCut(other, id));
  }

  private boolean isCut(NodeId from, NodeId to) {
    return model.lab().rule(from, to).filter(LinkRule::passesNothing).isPresent();
  }

  private @Nullable Phrase ofMember(Action action, NodeId id) {
    if (model.leader().isEmpty()) {
      return Phrase.of("controls.no.leader");
    }
    Place place = model.members().placeOf(id);
    boolean isMember = place == Place.VOTER || place == Place.LEARNER;
    return switch (action) {
      case LEARN -> isMember ? Phrase.of("controls.no.member", id) : null;
      case VOTE -> place == Place.LEARNER ? null : Phrase.of("controls.no.learner", id);
      default -> isMember ? null : Phrase.of("controls.no.noMember", id);
    };
  }

  private @Nullable Phrase toLead(NodeModel node) {
    if (!node.isAlive()) {
      return notAlive(node);
    }
    if (model.members().placeOf(node.id()) != Place.VOTER) {
      return Phrase.of("controls.no.vote", node.id());
    }
    return node.isLeader() ? Phrase.of("controls.no.leads", node.id()) : null;
  }

  private static Phrase notAlive(NodeModel node) {
    return Phrase.of(
        node.life() == Life.UNREACHABLE ? "controls.no.answer" : "controls.no.dead", node.id());
  }

  private @Nullable Phrase ofFault(Action action, NodeModel node) {
    NodeId id = node.id();
    Lab.Faults faults = model.lab().of(id);
    boolean paused = faults.paused() || (!isLab && node.life() == Life.UNREACHABLE);
    if (action == Action.RESUME) {
      return paused ? null : Phrase.of("controls.no.paused", id);
    }
    if (!node.isAlive()) {
      return notAlive(node);
    }
    return switch (action) {
      case PAUSE -> when(paused, "controls.no.isPaused", id);
      case SLOW_CLOCK -> when(faults.rate() == SLOW, "controls.no.clock", id);
      case FAST_CLOCK -> when(faults.rate() == FAST, "controls.no.clock", id);
      case RIGHT_CLOCK -> when(faults.rate() == 1, "controls.no.clock", id);
      case SLOW_DISK -> when(faults.disk() == DiskCondition.SLOW, "controls.no.disk", id);
      case FULL_DISK -> when(faults.disk() == DiskCondition.FULL, "controls.no.disk", id);
      case FAILING_DISK -> when(faults.disk() == DiskCondition.FSYNC_ERROR, "controls.no.disk", id);
      case HEALTHY_DISK -> when(faults.disk() == DiskCondition.HEALTHY, "controls.no.disk", id);
      default -> null;
    };
  }

  private static @Nullable Phrase when(boolean isSo, String key, NodeId node) {
    return isSo ? Phrase.of(key, node) : null;
  }
}
