package org.quorama.chunk;

import java.util.List;
import java.util.TreeSet;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/** A mutation that a primary gave its place, and whose answer waits for the replicas. */
final class Ordered {
  final CallId client;
  final Mutate mutate;
  final MonotonicTime deadline;

  /** Who has not confirmed it yet. */
  final TreeSet<NodeId> awaited = new TreeSet<>();

  private final Mutation asked;
  private final TreeSet<NodeId> failed = new TreeSet<>();
  private ErrorCode code = ErrorCode.NONE;

  Ordered(CallId client, Mutation asked, Mutate mutate, MonotonicTime deadline) {
    this.client = client;
    this.asked = asked;
    this.mutate = mutate;
    this.deadline = deadline;
  }

  /** Keeps the first reason; a reason of a disk or buffer says more than a silence. */
  void fail(NodeId replica, ErrorCode reason) {
    failed.add(replica);
    failAs(isTelling(reason) ? reason : ErrorCode.REPLICA_FAILED);
  }

  /** A replica has a later version: nobody failed, but the lease of who ordered this is over. */
  void outdated() {
    failAs(ErrorCode.REPLICA_FAILED);
  }

  private void failAs(ErrorCode reason) {
    if (code == ErrorCode.NONE || code == ErrorCode.REPLICA_FAILED) {
      code = reason;
    }
  }

  private static boolean isTelling(ErrorCode reason) {
    return reason == ErrorCode.DATA_NOT_FOUND
        || reason == ErrorCode.NO_SPACE
        || reason == ErrorCode.CORRUPT;
  }

  /** Returns what the client hears: a chunk that was padded instead of an append is full. */
  MutationReply reply() {
    boolean isAppend = asked instanceof Mutation.AppendData;
    boolean isPadded = isAppend && mutate.mutation() instanceof Mutation.Pad;
    ErrorCode said = isPadded && code == ErrorCode.NONE ? ErrorCode.CHUNK_FULL : code;
    boolean hasPlace = isAppend && !isPadded;
    return new MutationReply(said, List.copyOf(failed), hasPlace ? mutate.range().offset() : -1);
  }
}
