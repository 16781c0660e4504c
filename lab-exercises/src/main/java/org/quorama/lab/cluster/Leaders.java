package org.quorama.lab.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodePort.ControlReply;
import org.quorama.remote.NodeStatus;

/** Finds out who leads, by asking every node. */
public final class Leaders {
  private static final Duration POLL = Duration.ofMillis(40);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Leaders() {}

  /**
   * Returns the leader of the latest term that has one, nothing if no node says it leads.
   *
   * @param session the cluster
   */
  public static Optional<NodeStatus> current(ClusterSession session) {
    return current(session.nodes().keySet(), session);
  }

  /**
   * Returns the leader of the latest term among some nodes, nothing if none of them says it leads.
   *
   * @param among whom to ask
   * @param session the cluster
   */
  public static Optional<NodeStatus> current(Collection<NodeId> among, ClusterSession session) {
    return among.stream()
        .map(session::status)
        .flatMap(Optional::stream)
        .filter(status -> status.raft().role() == RoleName.LEADER)
        .max(Comparator.comparingLong(status -> status.raft().term()));
  }

  /**
   * Waits for a leader of a later term.
   *
   * @param session the cluster
   * @param afterTerm the term that is not late enough, 0 for any leader
   * @param atMost how long to wait
   * @return the leader, nothing if none came in time
   */
  public static Optional<NodeStatus> await(
      ClusterSession session, long afterTerm, Duration atMost) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < atMost.toNanos()) {
      Optional<NodeStatus> leader =
          current(session).filter(status -> status.raft().term() > afterTerm);
      if (leader.isPresent()) {
        return leader;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return Optional.empty();
  }

  /**
   * Returns who leads; waits a while for an election.
   *
   * @param session of which cluster
   * @throws ClusterException if nobody leads
   */
  public static NodeStatus required(ClusterSession session) {
    return await(session, 0, PATIENCE)
        .orElseThrow(
            () ->
                new ClusterException(
                    "No leader: a majority of the nodes must be up; see 'quorama status'"));
  }

  /**
   * Asks whoever leads.
   *
   * @param session of which cluster
   * @param request what to ask
   * @throws ClusterException if nobody leads, or the leader refuses; the message says why
   */
  public static void ask(ClusterSession session, Function<NodePort, ControlReply> request) {
    NodeAddress leader = required(session).address();
    ControlReply reply = request.apply(session.connector().connect(leader));
    if (reply.outcome() != Outcome.OK) {
      throw new ClusterException(reply.why());
    }
  }
}
