package org.quorama.monitor.viewmodel;

import java.util.Optional;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.monitor.words.Phrase;
import org.quorama.raft.log.Membership;

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
   * Hands the leadership to a node; returns when that one leads.
   *
   * @param target who is to lead
   * @throws RuntimeException if it cannot; the message is shown
   */
  default void handOverTo(NodeId target) {
    throw new IllegalStateException("The leadership cannot be handed over from here");
  }

  /**
   * Changes who belongs to the cluster, by one step; returns when that is committed.
   *
   * @param change the step
   * @throws RuntimeException if it cannot; the message is shown
   */
  default void changeMembers(Membership.Change change) {
    throw new IllegalStateException("Members cannot be changed from here");
  }

  /**
   * Has a node do nothing though its process runs, or go on.
   *
   * @param node which
   * @param paused whether it is to be
   * @throws RuntimeException if it cannot; the message is shown
   */
  default void pause(NodeId node, boolean paused) {
    throw new IllegalStateException("Nodes cannot be paused from here");
  }

  /**
   * Has a node ask for votes at once, though the leader may be well.
   *
   * @param node which
   * @throws RuntimeException if it cannot; the message is shown
   */
  default void elect(NodeId node) {
    handOverTo(node);
  }

  /**
   * Starts the process of a node that is new to the cluster, and makes it a learner.
   *
   * @param node which
   * @throws RuntimeException if it cannot; the message is shown
   */
  default void addNode(NodeId node) {
    throw new IllegalStateException("Nodes cannot be started from here");
  }

  /**
   * Changes a file, and returns when that is committed.
   *
   * @param kind {@link Action#CREATE}, {@link Action#APPEND} or {@link Action#PUT}
   * @param path the file's name, from the root
   * @param text what to append or put; nothing is made of it to create
   * @throws RuntimeException if it cannot; the message is shown
   */
  default void write(Action kind, String path, String text) {
    throw new IllegalStateException("Files cannot be written from here");
  }

  /**
   * Returns why something can never be done here, empty if it can.
   *
   * @param action what
   */
  default Optional<Phrase> refusal(Action action) {
    return Optional.empty();
  }

  /**
   * Returns true if it is certain that a node's process has ended.
   *
   * @param node which
   */
  default boolean hasEnded(NodeId node) {
    return false;
  }

  /** Returns what can be done to nodes that were started as a lab, nothing if they were not. */
  default Optional<LabControls> lab() {
    return Optional.empty();
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
