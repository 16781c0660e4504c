package org.quorama.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.runtime.core.MessageSummaries;
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

  DataFlow(LiveNodeParts parts, NodeHost host, DataBuffers buffers) {
    this.parts = parts;
    this.host = host;
    this.buffers = buffers;
  }

  /** Takes data that another node passes on. */
  MutationReply pass(Stamp stamp, PushedData data) {
    MessageTrace.Summary summary = summaryOf(data);
    host.complete(() -> host.desk().received(stamp, summary));
    return push(data);
  }

  /** Keeps data and pushes it down the chain; a node that cannot be reached is passed over. */
  MutationReply push(PushedData data) {
    if (crcOf(data.bytes()) != data.crc32c()) {
      ArrayList<NodeId> all = new ArrayList<>(List.of(parts.identity().node()));
      all.addAll(data.next());
      return new MutationReply(ErrorCode.CORRUPT, all);
    }
    buffers.put(data.id(), data.bytes().unsafeArray());
    ArrayList<NodeId> failed = new ArrayList<>();
    List<NodeId> rest = data.next();
    boolean passed = rest.isEmpty();
    while (!passed) {
      passed = passTo(rest, data, failed) || rest.size() == 1;
      rest = rest.subList(1, rest.size());
    }
    ErrorCode code = failed.isEmpty() ? ErrorCode.NONE : ErrorCode.REPLICA_FAILED;
    return new MutationReply(code, failed);
  }

  /** Passes data to the first of the rest of a chain; returns false if it cannot be reached. */
  private boolean passTo(List<NodeId> rest, PushedData data, List<NodeId> failed) {
    NodeId to = rest.get(0);
    PushedData onward =
        new PushedData(data.id(), data.bytes(), data.crc32c(), rest.subList(1, rest.size()));
    MessageTrace.Summary summary = summaryOf(data);
    Stamp stamp =
        Waits.on(host, () -> host.desk().sent(to, summary)).orElseThrow(DataFlow::stopping);
    try {
      PeerPort port = host.peer(to).port();
      failed.addAll(port.pass(stamp, onward).failed());
      return true;
    } catch (NodeUnreachableException e) {
      host.complete(() -> host.desk().dropped(stamp, to));
      failed.add(to);
      return false;
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
      return refusal(ErrorCode.INVALID);
    }
    try {
      Bytes bytes = Bytes.wrap(parts.disk().chunks().read(read.chunk(), range));
      return new ReadReply(ErrorCode.NONE, bytes, crcOf(bytes));
    } catch (StorageException e) {
      noteFailedRead(read, e);
      return refusal(ChunkWorkers.codeOf(e));
    }
  }

  private void noteFailedRead(ChunkMessage.Read read, StorageException failure) {
    if (failure.kind() == StorageException.Kind.CORRUPT) {
      String chunk = read.chunk().toString();
      ChunkTrace event = new ChunkTrace.CorruptionFound(chunk, read.range().offset());
      host.complete(() -> host.desk().record(event));
    }
  }

  static ReadReply refusal(ErrorCode code) {
    return new ReadReply(code, Bytes.EMPTY, 0);
  }

  private static MessageTrace.Summary summaryOf(PushedData data) {
    return MessageSummaries.summary(MessageTrace.Kind.PUSH, data.bytes().length(), false);
  }

  private static int crcOf(Bytes bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.unsafeArray());
    return (int) crc.getValue();
  }
}
