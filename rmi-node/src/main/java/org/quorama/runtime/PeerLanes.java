package org.quorama.runtime;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.log.Membership;
import org.quorama.remote.PeerPort;
import org.quorama.runtime.time.LiveClock;

/**
 * The ways to all nodes of the cluster, this one included, as it changes. Thread-safe, but for
 * {@link #follow}, which is confined to the event loop.
 */
final class PeerLanes {
  private final NodeId self;
  private final Duration patience;
  private final LiveClock clock;
  private final Function<NodeId, PeerPort> ports;
  private final Map<NodeId, PeerSender> senders = new ConcurrentSkipListMap<>();

  /** Who is outside since the last change and may still have to hear of it. */
  private final Set<NodeId> leaving = new HashSet<>();

  private volatile Set<NodeId> members;

  /**
   * Opens the ways.
   *
   * @param self this node
   * @param config who the members are, and how long one heartbeat may wait for another
   * @param clock of that wait
   * @param ports how to call a node
   */
  PeerLanes(NodeId self, RaftConfig config, LiveClock clock, Function<NodeId, PeerPort> ports) {
    List<NodeId> members = config.members();
    this.self = self;
    this.patience = config.heartbeatInterval();
    this.clock = clock;
    this.ports = ports;
    this.members = Set.copyOf(members);
    members.forEach(this::open);
    open(self);
  }

  private void open(NodeId member) {
    senders.computeIfAbsent(
        member, node -> PeerSender.start(self, node, ports.apply(node), patience, clock));
  }

  /** Returns the ways there are; the map follows every change. */
  Map<NodeId, PeerSender> senders() {
    return Collections.unmodifiableMap(senders);
  }

  /** Tells whether a node belongs to the cluster, as far as this one knows. */
  boolean isMember(NodeId node) {
    return members.contains(node);
  }

  /** Opens the ways to new members; closes those to whom the change before this one removed. */
  void follow(Membership membership) {
    members = Set.copyOf(membership.all());
    membership.all().forEach(this::open);
    leaving.removeAll(members);
    for (NodeId node : List.copyOf(senders.keySet())) {
      boolean outside = !node.equals(self) && !members.contains(node);
      if (outside && !leaving.add(node)) {
        close(node);
      }
    }
  }

  private void close(NodeId node) {
    leaving.remove(node);
    PeerSender closed = senders.remove(node);
    if (closed != null) {
      closed.stop();
    }
  }

  /** Opens the ways to a quorum of the nodes, or gives up after a while. */
  void warmUp(Duration patience) {
    PeerSender.openQuorum(senders.values().stream().map(PeerSender::port).toList(), patience);
  }

  void stop() {
    senders.values().forEach(PeerSender::stop);
  }
}
