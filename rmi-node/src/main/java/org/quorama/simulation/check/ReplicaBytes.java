package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.simulation.check.Rules.Rule;

/** Checks the bytes of replicas against each other and against what was acknowledged. */
final class ReplicaBytes {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final List<DurableReplicas> disks;
  private final Map<ChunkId, Map<ByteRange, Bytes>> acknowledged = new HashMap<>();
  private final Map<Turn, Bytes> applied = new HashMap<>();
  private final Map<Reader, Long> lastSerial = new HashMap<>();

  private record Turn(ChunkId chunk, ChunkVersion version, long serial) {}

  private record Reader(int node, ChunkId chunk, ChunkVersion version) {}

  ReplicaBytes(Rules rules, List<NodeId> nodes, List<DurableReplicas> disks) {
    this.rules = rules;
    this.nodes = nodes;
    this.disks = disks;
  }

  /** Checks a mutation when a replica has it; no client changes what was written once. */
  void applied(int node, ChunkFact.MutationApplied fact) {
    Turn turn = new Turn(fact.chunk(), fact.version(), fact.serial());
    Bytes here = disks.get(node).read(fact.chunk(), fact.range());
    Bytes first = applied.putIfAbsent(turn, here);
    Reader reader = new Reader(node, fact.chunk(), fact.version());
    Long before = lastSerial.put(reader, fact.serial());
    boolean inOrder = before == null || before < fact.serial();
    if (!inOrder || (first != null && !first.equals(here))) {
      throw rules.broken(
          Rule.EQUAL_REPLICAS,
          "%s applies %s after mutation %s and has %s there, the first to do so had %s",
          nodes.get(node),
          fact,
          before,
          here,
          first);
    }
  }

  /**
   * Checks a write at the moment it is acknowledged.
   *
   * @param write what
   * @param own the grant under which it was ordered
   * @param current the grant whose replicas the master counts
   */
  void acknowledged(ChunkMessage.Write write, ChunkMessage.Grant own, ChunkMessage.Grant current) {
    Bytes ofPrimary = disk(own.primary()).read(write.chunk(), write.range());
    if (ofPrimary.length() < write.range().length()) {
      throw rules.broken(Rule.ACKED_DATA, "%s is not on %s", write, own.primary());
    }
    acknowledged
        .computeIfAbsent(write.chunk(), chunk -> new LinkedHashMap<>())
        .put(write.range(), ofPrimary);
    require(own, write.range(), ofPrimary);
    require(current, write.range(), ofPrimary);
  }

  /** Checks that replicas the master counts have all that was acknowledged. */
  void counted(ChunkMessage.Grant grant) {
    acknowledged
        .getOrDefault(grant.chunk(), Map.of())
        .forEach((range, bytes) -> require(grant, range, bytes));
  }

  private void require(ChunkMessage.Grant grant, ByteRange range, Bytes bytes) {
    for (NodeId replica : grant.replicas()) {
      if (!disk(replica).read(grant.chunk(), range).equals(bytes)) {
        throw rules.broken(
            Rule.ACKED_DATA,
            "%s of %s is not on %s, which has %s",
            range,
            grant.chunk(),
            replica,
            grant.version());
      }
    }
  }

  private DurableReplicas disk(NodeId node) {
    return disks.get(nodes.indexOf(node));
  }
}
