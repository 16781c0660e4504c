package org.quorama.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.repair.RepairConfig;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.stream.BlockSink;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.StorageException;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MessageTrace;

/**
 * Moves file bytes: into the buffers, along the chain, and out of the chunks. Thread-safe; works on
 * the threads of its callers, never on the event loop.
 */
final class DataFlow {
  private static final int MAX_READ_BYTES = 1 << 20;

  private final LiveNodeParts parts;
  private final NodeHost host;
  private final DataBuffers buffers;
  private final RepairConfig racks;

  DataFlow(LiveNodeParts parts, NodeHost host, DataBuffers buffers) {
    this.parts = parts;
    this.host = host;
    this.buffers = buffers;
    this.racks = parts.config().master().repair();
  }

  /** Returns memory for bytes that are about to arrive. */
  ByteBuffer room(int length) {
    return buffers.room(length);
  }

  /** Takes data that another node passes on. */
  MutationReply pass(Stamp stamp, PushedData data) {
    MessageTrace.Summary summary = summaryOf(data);
    host.complete(() -> host.desk().received(stamp, summary));
    return push(data);
  }

  /**
   * Keeps data and pushes it down the chain before anything else is done with it [GFS §3.2]. If the
   * link to a node is broken, the others are asked first, and one of them passes it on to that one.
   */
  MutationReply push(PushedData data) {
    host.files().moving.incrementAndGet();
    try {
      return keepAndPass(data);
    } finally {
      host.files().moving.decrementAndGet();
    }
  }

  private MutationReply keepAndPass(PushedData data) {
    if (!data.isIntact()) {
      ArrayList<NodeId> all = new ArrayList<>(List.of(parts.identity().node()));
      all.addAll(data.next());
      return new MutationReply(ErrorCode.CORRUPT, all);
    }
    tellEvicted(buffers.putAndLend(data));
    try {
      List<NodeId> failed = passOn(data);
      ErrorCode code = failed.isEmpty() ? ErrorCode.NONE : ErrorCode.REPLICA_FAILED;
      return new MutationReply(code, failed);
    } finally {
      buffers.giveBack(data);
    }
  }

  /**
   * Keeps a little data that came with a client's order, and rides on with the orders to the
   * secondaries, until it is dropped; false if it was damaged on its way.
   */
  boolean keepRider(PushedData data) {
    boolean intact = data.isIntact();
    if (intact) {
      tellEvicted(buffers.putRider(data));
    }
    return intact;
  }

  /** Drops data whose orders have all left. */
  void dropRider(DataId id) {
    buffers.removeRider(id);
  }

  /** Keeps a little data that came with a primary's order, unless it was damaged on its way. */
  void keep(PushedData data) {
    if (data.isIntact()) {
      tellEvicted(buffers.put(data));
    }
  }

  private void tellEvicted(List<PushedData> evicted) {
    for (PushedData gone : evicted) {
      DataId id = gone.id();
      ChunkTrace event = new ChunkTrace.DataEvicted(id.client(), id.sequence(), gone.length());
      host.complete(() -> host.desk().record(event));
    }
  }

  /** Passes data on to the nearest first; returns whom of the chain it did not reach. */
  private List<NodeId> passOn(PushedData data) {
    List<NodeId> failed = new ArrayList<>();
    List<NodeId> next = racks.nearestFirst(parts.identity().node(), data.next());
    List<NodeId> rest = new ArrayList<>(next);
    for (NodeId to : next) {
      rest.remove(to);
      try {
        failed.addAll(passTo(to, rest, data));
        return failed;
      } catch (NodeUnreachableException e) {
        // Who takes no call may take one from elsewhere; who is silent is silent for all.
        boolean isLinkBroken = e.effect() == NodeUnreachableException.Effect.NONE;
        (isLinkBroken && !isLast(to, next) ? rest : failed).add(to);
      }
    }
    failed.addAll(rest);
    return failed;
  }

  private static boolean isLast(NodeId node, List<NodeId> nodes) {
    return node.equals(nodes.get(nodes.size() - 1));
  }

  private List<NodeId> passTo(NodeId to, List<NodeId> rest, PushedData data) {
    MessageTrace.Summary summary = summaryOf(data);
    Stamp stamp =
        Waits.on(host, () -> host.desk().sent(to, summary)).orElseThrow(DataFlow::stopping);
    try {
      return host.peer(to).port().pass(stamp, data.onward(rest)).failed();
    } catch (NodeUnreachableException e) {
      host.complete(() -> host.desk().dropped(stamp, to));
      throw e;
    }
  }

  private static NodeUnreachableException stopping() {
    String message = "The node is overloaded or stops";
    return new NodeUnreachableException(
        message, NodeUnreachableException.Effect.UNKNOWN, new IllegalStateException(message));
  }

  /** Reads what the core allowed to be read, checked against its checksums. */
  ReadReply readStored(ChunkMessage.Read read) {
    ByteRange range = read.range();
    if (range.length() > MAX_READ_BYTES) {
      return ReadReply.refusal(ErrorCode.INVALID);
    }
    try {
      Bytes bytes = Bytes.wrap(parts.disk().chunks().read(read.chunk(), range));
      return ReadReply.of(bytes);
    } catch (StorageException e) {
      noteFailedRead(read, e);
      return ReadReply.refusal(ChunkWorkers.codeOf(e));
    }
  }

  /** Hands on what the core allowed to be read, a block at a time, each checked before. */
  ErrorCode readStored(ChunkMessage.Read read, BlockSink sink) throws IOException {
    ByteRange range = read.range();
    if (range.length() > MAX_READ_BYTES) {
      return ErrorCode.INVALID;
    }
    host.files().moving.incrementAndGet();
    try {
      sendBlocks(read.chunk(), range, sink);
      return ErrorCode.NONE;
    } catch (StorageException e) {
      noteFailedRead(read, e);
      return ChunkWorkers.codeOf(e);
    } finally {
      host.files().moving.decrementAndGet();
    }
  }

  private void sendBlocks(ChunkId chunk, ByteRange range, BlockSink sink) throws IOException {
    ChunkStore chunks = parts.disk().chunks();
    ByteRange rest = range;
    int length = rest.length() == 0 ? 0 : chunks.readBlock(chunk, rest, sink.room());
    while (length > 0) {
      sink.take(length);
      rest = new ByteRange(rest.offset() + length, rest.length() - length);
      length = rest.length() == 0 ? 0 : chunks.readBlock(chunk, rest, sink.room());
    }
  }

  private void noteFailedRead(ChunkMessage.Read read, StorageException failure) {
    if (failure.kind() == StorageException.Kind.CORRUPT) {
      String chunk = read.chunk().toString();
      ChunkTrace event = new ChunkTrace.CorruptionFound(chunk, read.range().offset());
      host.complete(() -> host.desk().record(event));
      host.corruptionFound(read.chunk());
    }
  }

  private static MessageTrace.Summary summaryOf(PushedData data) {
    return MessageSummaries.summary(MessageTrace.Kind.PUSH, data.length(), false);
  }
}
