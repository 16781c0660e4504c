package org.quorama.metadata.repair;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.protocol.MonotonicTime;

/** One chunk on its way to good replicas, from the decision to the log's last word. */
final class RepairTask {
  final ChunkId chunk;

  /** Why, for people. */
  final String cause;

  /** Who is to get a copy; nobody if only a grant that nobody finished is in the way. */
  final List<NodeId> targets;

  /** Whose replica goes once the copy has joined; null for repair. */
  final @Nullable NodeId relieved;

  /** Copies that were not answered or whose joining is not decided yet. */
  final List<Copy> copies = new ArrayList<>();

  /** Who is to get a copy and waits until a source may send one more. */
  final ArrayDeque<NodeId> unsent = new ArrayDeque<>();

  /** The version to copy; set when it is sure that nobody writes under it. */
  @Nullable ChunkVersion version;

  /** A version without a lease on its way to the holders, so that nobody writes meanwhile. */
  @Nullable Fence fence;

  int attempts;
  boolean failed;

  /** Holders that did not take the fence. */
  final TreeSet<NodeId> excluded = new TreeSet<>();

  /** One copy. */
  static final class Copy {
    final NodeId from;
    final NodeId to;
    final MonotonicTime deadline;
    boolean landed;

    Copy(NodeId from, NodeId to, MonotonicTime deadline) {
      this.from = from;
      this.to = to;
      this.deadline = deadline;
    }
  }

  /** A version that is granted to nobody. */
  static final class Fence {
    final Placement placement;
    final TreeSet<NodeId> awaited;
    final TreeSet<NodeId> refused = new TreeSet<>();
    boolean confirming;

    Fence(Placement placement) {
      this.placement = placement;
      this.awaited = new TreeSet<>(placement.replicas());
    }
  }

  RepairTask(ChunkId chunk, String cause, List<NodeId> targets, @Nullable NodeId relieved) {
    this.chunk = chunk;
    this.cause = cause;
    this.targets = List.copyOf(targets);
    this.relieved = relieved;
  }
}
