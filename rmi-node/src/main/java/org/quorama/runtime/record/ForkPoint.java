package org.quorama.runtime.record;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.runtime.core.NodeInput;

/**
 * A point from which a simulator may go on: the replayed cores, and what is on their disks. Used
 * once, because the cores go on.
 *
 * @param nodes in the order of their ids
 * @param committed all entries that any node knew to be committed, from index 1
 * @param digests of the state after each index that was applied
 * @param timeNanos the host's clock at the point
 * @param lamport the highest Lamport clock of the past
 */
public record ForkPoint(
    List<Node> nodes,
    List<LogEntry> committed,
    SortedMap<Long, Long> digests,
    long timeNanos,
    long lamport) {
  /** Copies the collections. */
  public ForkPoint {
    nodes = List.copyOf(nodes);
    committed = List.copyOf(committed);
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /**
   * One node at the point.
   *
   * @param id which
   * @param config its settings
   * @param incarnation its boot count
   * @param lamport its Lamport clock
   * @param now its protocol time
   * @param running its cores, null if it is down
   * @param disk what it kept
   */
  public record Node(
      NodeId id,
      NodeCoreConfig config,
      long incarnation,
      long lamport,
      MonotonicTime now,
      @Nullable Running running,
      Disk disk) {}

  /**
   * A node that runs.
   *
   * @param core its cores
   * @param reseed gives their chance another seed
   * @param lost what they hear because every message under way is lost
   * @param work what the chunkserver's disk has not done yet
   */
  public record Running(
      NodeCore core, LongConsumer reseed, List<NodeInput> lost, List<ChunkEffect> work) {
    /** Copies the lists. */
    public Running {
      lost = List.copyOf(lost);
      work = List.copyOf(work);
    }
  }

  /**
   * What a node kept.
   *
   * @param durable of Raft
   * @param pending what Raft wrote and is not durable yet, oldest first
   * @param replicas versions and lengths; their bytes are not known
   */
  public record Disk(
      RecoveredState durable,
      List<RaftEffect.Persist> pending,
      List<ChunkMessage.ReplicaInfo> replicas) {
    /** Copies the lists. */
    public Disk {
      pending = List.copyOf(pending);
      replicas = List.copyOf(replicas);
    }
  }
}
