package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;

/**
 * Knows whose orders a chunkserver still hears. It gives up a report when it makes another one, as
 * for the leader of a later term, and keeps a replica that it got since the report left. What an
 * order that it does not hear names must stay.
 */
final class OpenReports {
  private final ReplicaBytes bytes;
  private final Map<NodeId, Report> last = new HashMap<>();
  private final Map<NodeId, Set<ChunkId>> overtaken = new HashMap<>();

  /**
   * The last report of a node.
   *
   * @param number its number
   * @param held the replicas on the disk when it left
   */
  private record Report(long number, Map<ChunkId, ChunkVersion> held) {}

  OpenReports(ReplicaBytes bytes) {
    this.bytes = bytes;
  }

  void booted(NodeId node) {
    last.remove(node);
    overtaken.remove(node);
  }

  void reporting(NodeId node, Set<ChunkId> chunks, ChunkEffect.SendReport send) {
    Map<ChunkId, ChunkVersion> held = new HashMap<>();
    for (ChunkId chunk : chunks) {
      ChunkVersion version = bytes.version(chunk, node);
      if (version != null) {
        held.put(chunk, version);
      }
    }
    last.put(node, new Report(send.report().number(), held));
  }

  /**
   * Tells whether a node hears an order about a replica; one that it does not hear is kept in mind.
   *
   * @param node who is to delete the replica
   * @param number of the report that the order answers
   * @param chunk of which chunk
   */
  boolean hears(NodeId node, long number, ChunkId chunk) {
    Report report = last.get(node);
    boolean hears =
        report != null
            && report.number() == number
            && Objects.equals(report.held().get(chunk), bytes.version(chunk, node));
    Set<ChunkId> unheard = overtaken.computeIfAbsent(node, key -> new TreeSet<>());
    if (hears) {
      unheard.remove(chunk);
    } else {
      unheard.add(chunk);
    }
    return hears;
  }

  /** Tells whether a node that deletes a replica was told to by an order that it does not hear. */
  boolean wasOvertaken(NodeId node, ChunkId chunk) {
    Set<ChunkId> unheard = overtaken.get(node);
    return unheard != null && unheard.remove(chunk);
  }
}
