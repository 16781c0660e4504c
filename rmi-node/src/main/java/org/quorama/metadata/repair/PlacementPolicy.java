package org.quorama.metadata.repair;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.quorama.cluster.NodeId;

/** Decides where replicas go [GFS §4.2]. Stateless: all that it may look at is given. */
public interface PlacementPolicy {
  /**
   * A chunkserver that may get a replica.
   *
   * @param node which
   * @param replicas how many replicas it holds or is about to get
   * @param bytes how many bytes they have
   */
  record Candidate(NodeId node, int replicas, long bytes) {
    Candidate withOneMore() {
      return new Candidate(node, replicas + 1, bytes);
    }
  }

  /**
   * Chooses who gets new replicas of a chunk, best first.
   *
   * @param candidates who may get one; none holds the chunk
   * @param holders who keeps a replica
   * @param count how many to choose; fewer are returned only if there are fewer candidates
   */
  List<NodeId> choose(List<Candidate> candidates, Collection<NodeId> holders, int count);

  /**
   * Chooses which of too many replicas goes.
   *
   * @param holders who holds a good replica, with what else each holds
   * @param target how many replicas must remain
   * @return who loses its replica, nothing if none may go
   */
  Optional<NodeId> victim(List<Candidate> holders, int target);

  /**
   * Tells over how many racks nodes are spread.
   *
   * @param nodes who
   */
  int spread(Collection<NodeId> nodes);
}
