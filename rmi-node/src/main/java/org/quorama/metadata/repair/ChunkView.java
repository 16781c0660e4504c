package org.quorama.metadata.repair;

import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;

/**
 * What the log says of a chunk, as far as the care for its replicas asks. Immutable.
 *
 * @param chunk the chunk
 * @param version the version that a replica must have at least to lack nothing
 * @param primary who holds or last held the lease of that version
 * @param replicas who is to hold that version
 * @param granted the version granted last, which may not be confirmed yet
 * @param created true once a version was confirmed: before that nothing can have been acknowledged
 */
public record ChunkView(
    ChunkId chunk,
    ChunkVersion version,
    NodeId primary,
    List<NodeId> replicas,
    ChunkVersion granted,
    boolean created) {
  /** Copies the list. */
  public ChunkView {
    replicas = List.copyOf(replicas);
  }

  /** Tells whether the version granted last is the confirmed one: nothing is under way. */
  boolean isSettled() {
    return created && granted.equals(version);
  }
}
