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

/** One client's wish to write to a chunk, from its arrival to its answer. */
final class OpenTask {
  final CallId call;
  final RequestId id;
  final FileOperation.OpenChunk wish;

  /** Replicas to leave out: the client or the master could not reach them. */
  final TreeSet<NodeId> excluded;

  /** Wishes for the same chunk that wait for this one. */
  final List<OpenTask> followers = new ArrayList<>();

  /** Not to write but to learn how much of the last chunk was written, when its writer is gone. */
  boolean isRecovery;

  /** Which chunk of which file it opens, while no other task may. */
  @Nullable Key key;

  /** The chunk that it works on. */
  @Nullable ChunkId chunk;

  int attempts;

  /** True once something of it is in the log for good: it can no longer have failed for certain. */
  boolean tookEffect;

  /** Names a chunk of a file, whatever the file's path. */
  record Key(long file, int chunkIndex) {
    /** In place of an index: whichever chunk is the last. */
    static final int LAST = -1;
  }

  /** A version on its way through the log and to its replicas. */
  static final class Grant {
    final ChunkId chunk;
    final Placement placement;
    final boolean fresh;

    Grant(ChunkId chunk, Placement placement, boolean fresh) {
      this.chunk = chunk;
      this.placement = placement;
      this.fresh = fresh;
    }
  }

  OpenTask(CallId call, RequestId id, FileOperation.OpenChunk wish) {
    this.call = call;
    this.id = id;
    this.wish = wish;
    this.excluded = new TreeSet<>(wish.failed());
  }

  /** Returns the wish to agree on the length of a file. */
  static OpenTask recovering(CallId call, RequestId id, FileOperation.RecoverLength recover) {
    FileOperation.OpenChunk wish = new FileOperation.OpenChunk(recover.path(), 0, List.of());
    OpenTask task = new OpenTask(call, id, wish);
    task.isRecovery = true;
    return task;
  }
}
