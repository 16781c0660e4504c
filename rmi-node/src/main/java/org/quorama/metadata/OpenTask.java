package org.quorama.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** One client's wish to write to a chunk, from its arrival to its answer. */
final class OpenTask {
  final CallId call;
  final RequestId id;
  final FileOperation.OpenChunk wish;

  /** Replicas to leave out: the client or the master could not reach them. */
  final TreeSet<NodeId> excluded;

  /** Wishes for the same chunk that wait for this one. */
  final List<OpenTask> followers = new ArrayList<>();

  /** The grant under way. */
  @Nullable Grant grant;

  @Nullable Key key;
  int attempts;

  /** True once something of it is in the log for good: it can no longer have failed for certain. */
  boolean tookEffect;

  /** Names a chunk of a file, whatever the file's path. */
  record Key(long file, int chunkIndex) {}

  /** A version on its way through the log and to its replicas. */
  static final class Grant {
    final ChunkId chunk;
    final Placement placement;
    final boolean fresh;
    final TreeSet<NodeId> awaited;
    final TreeSet<NodeId> refused = new TreeSet<>();
    MonotonicTime sentAt = MonotonicTime.NEVER;
    boolean confirming;

    Grant(ChunkId chunk, Placement placement, boolean fresh) {
      this.chunk = chunk;
      this.placement = placement;
      this.fresh = fresh;
      this.awaited = new TreeSet<>(placement.replicas());
    }

    boolean isSent() {
      return !sentAt.equals(MonotonicTime.NEVER);
    }
  }

  OpenTask(CallId call, RequestId id, FileOperation.OpenChunk wish) {
    this.call = call;
    this.id = id;
    this.wish = wish;
    this.excluded = new TreeSet<>(wish.failed());
  }
}
