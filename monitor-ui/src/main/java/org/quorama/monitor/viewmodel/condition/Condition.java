package org.quorama.monitor.viewmodel.condition;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Life;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.words.Phrase;

/**
 * Why the window shows less than a running cluster. Immutable.
 *
 * @param kind which state
 * @param title what is so
 * @param hint what a person may do
 */
public record Condition(Kind kind, Phrase title, Phrase hint) {
  /** A state of the whole window. */
  public enum Kind {
    /** No node is known. */
    EMPTY,
    /** Nodes are known, and none has told anything yet. */
    LOADING,
    /** No node answers. */
    DISCONNECTED,
    /** Every process has ended. */
    DEAD,
    /** Events are missing in the trace. */
    GAP;

    /** Returns true if there is nothing to see behind it. */
    public boolean covers() {
      return this == EMPTY || this == LOADING;
    }

    /** Returns its name in small letters. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns the state of the window, nothing if it shows a cluster that runs.
   *
   * @param model the cluster
   */
  public static Optional<Condition> of(ClusterModel model) {
    Collection<NodeModel> nodes = model.nodes().values();
    if (nodes.isEmpty()) {
      return Optional.of(of(Kind.EMPTY));
    }
    if (nodes.stream().allMatch(node -> node.life() == Life.UNKNOWN)) {
      return Optional.of(of(Kind.LOADING, nodes.stream().map(NodeModel::id).toList()));
    }
    if (nodes.stream().noneMatch(NodeModel::isAlive)) {
      boolean dead = nodes.stream().allMatch(node -> node.life().isOver());
      return Optional.of(of(dead ? Kind.DEAD : Kind.DISCONNECTED));
    }
    Collection<NodeId> gaps =
        nodes.stream().filter(node -> node.missing() > 0).map(NodeModel::id).toList();
    return gaps.isEmpty() ? Optional.empty() : Optional.of(of(Kind.GAP, gaps));
  }

  private static Condition of(Kind kind, Object... arguments) {
    String key = "frame.state." + kind.key();
    return new Condition(kind, Phrase.of(key, arguments), Phrase.of(key + ".hint"));
  }
}
