package org.quorama.metadata.repair;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;

/** What this node has applied of the log, as far as the care for replicas asks. */
public interface ChunkCatalog {
  /**
   * Returns a chunk, nothing if no file has it.
   *
   * @param chunk which
   */
  Optional<ChunkView> chunk(ChunkId chunk);

  /**
   * Returns the next chunks by id.
   *
   * @param after only greater ids
   * @param limit the most to return
   */
  List<ChunkId> chunksAfter(long after, int limit);

  /** Returns how many chunks files have. */
  int size();

  /**
   * Tells whether a chunk was once in a file and is in none any more. False for a chunk that this
   * node does not know yet [GFS §4.4].
   *
   * @param chunk which
   */
  boolean isGarbage(ChunkId chunk);

  /** Returns the chunkservers that are taken out of service. */
  Set<NodeId> draining();
}
