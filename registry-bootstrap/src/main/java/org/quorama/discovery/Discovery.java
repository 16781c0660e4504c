package org.quorama.discovery;

import java.util.function.Consumer;
import org.quorama.cluster.ClusterMembers;

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

  /** Leaves the group; the listener is not called any more. */
  @Override
  void close();
}
