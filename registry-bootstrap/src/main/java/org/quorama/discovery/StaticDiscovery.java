package org.quorama.discovery;

import java.util.function.Consumer;
import org.quorama.cluster.ClusterMembers;

/** Knows its members from the beginning and never finds another. Immutable. */
public final class StaticDiscovery implements Discovery {
  private final ClusterMembers members;

  /**
   * Makes one.
   *
   * @param members who is there
   */
  public StaticDiscovery(ClusterMembers members) {
    this.members = members;
  }

  @Override
  public void start(Consumer<ClusterMembers> listener) {
    listener.accept(members);
  }

  @Override
  public ClusterMembers members() {
    return members;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
