package org.quorama.discovery;

import java.util.Set;
import java.util.function.Consumer;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeId;

/** Tells who is there. Thread-safe. */
public interface Discovery extends AutoCloseable {
  /**
   * Begins to look for others, in the background.
   *
   * @param listener called with all members after every change, on a thread of this object; must
   *     return fast
   */
  void start(Consumer<ClusterMembers> listener);

  /** Returns the members that are known now; none before the start. */
  ClusterMembers members();

  /**
   * Loses what some members send from now on, in place of those before: their links are cut. Only a
   * lab does so; does nothing where nothing is sent.
   *
   * @param senders whom this node no longer hears
   */
  default void ignore(Set<NodeId> senders) {}

  /**
   * Neither hears nor says anything from now on, or does again: the node is paused. Only a lab does
   * so; does nothing where nothing is sent.
   *
   * @param silent whether it is to be
   */
  default void silence(boolean silent) {}

  /** Leaves the group; the listener is not called any more. */
  @Override
  void close();
}
