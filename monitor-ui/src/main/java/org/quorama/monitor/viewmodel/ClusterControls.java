package org.quorama.monitor.viewmodel;

import java.util.Optional;
import org.quorama.cluster.NodeId;

/** What a person may do to the processes. Thread-safe; calls may block. */
public interface ClusterControls {
  /**
   * Kills a node at once.
   *
   * @param node which
   * @throws RuntimeException if it cannot; the message is shown
   */
  void kill(NodeId node);

  /**
   * Starts a node again.
   *
   * @param node which
   * @throws RuntimeException if it cannot; the message is shown
   */
  void restart(NodeId node);

  /**
   * Returns true if it is certain that a node's process has ended.
   *
   * @param node which
   */
  default boolean hasEnded(NodeId node) {
    return false;
  }

  /** Returns why nothing can be done here, empty if it can. */
  default Optional<String> unavailable() {
    return Optional.empty();
  }

  /**
   * Returns controls that do nothing and say why.
   *
   * @param reason a sentence
   */
  static ClusterControls none(String reason) {
    return new ClusterControls() {
      @Override
      public void kill(NodeId node) {
        throw new IllegalStateException(reason);
      }

      @Override
      public void restart(NodeId node) {
        throw new IllegalStateException(reason);
      }

      @Override
      public Optional<String> unavailable() {
        return Optional.of(reason);
      }
    };
  }
}
