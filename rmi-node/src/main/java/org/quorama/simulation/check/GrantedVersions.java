package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.simulation.check.Rules.Rule;

/** The versions of chunks that masters have made. */
final class GrantedVersions {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final Map<ChunkId, ChunkVersion> highest = new HashMap<>();

  /** The version that each master sent last. */
  private final Map<Master, ChunkVersion> sent = new HashMap<>();

  private record Master(int node, ChunkId chunk) {}

  GrantedVersions(Rules rules, List<NodeId> nodes) {
    this.rules = rules;
    this.nodes = nodes;
  }

  /** Notes that a version may be on disks from now on. */
  void add(ChunkId chunk, ChunkVersion version) {
    highest.merge(chunk, version, (old, now) -> old.compareTo(now) >= 0 ? old : now);
  }

  /** Returns the highest version that any master made, null if there is none. */
  @Nullable ChunkVersion highest(ChunkId chunk) {
    return highest.get(chunk);
  }

  /**
   * Checks a grant that leaves a master. One that is deposed and does not know it yet may send less
   * than its successor did, but nobody less than he himself did, crashes included: a leader knows
   * all that is committed, and sends nothing else.
   */
  void sends(int node, ChunkMessage.Grant grant) {
    ChunkVersion before = sent.put(new Master(node, grant.chunk()), grant.version());
    if (before != null && before.compareTo(grant.version()) > 0) {
      throw rules.broken(
          Rule.CHUNK_VERSION, "%s sends %s after %s", nodes.get(node), grant, before);
    }
    add(grant.chunk(), grant.version());
  }
}
