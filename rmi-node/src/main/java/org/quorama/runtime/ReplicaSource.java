package org.quorama.runtime;

import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PeerPort;
import org.quorama.remote.ReadReply;
import org.quorama.storage.ChunkStore;

/** A replica on another node, read piece by piece; that node verifies every block. */
final class ReplicaSource implements ChunkStore.Source {
  private final ChunkId chunk;
  private final ChunkVersion version;
  private final PeerPort source;

  ReplicaSource(ChunkId chunk, ChunkVersion version, PeerPort source) {
    this.chunk = chunk;
    this.version = version;
    this.source = source;
  }

  /** Tells that the replica cannot be read there. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    Failure(ErrorCode code, String message) {
      super(message);
      this.code = code;
    }

    ErrorCode code() {
      return code;
    }
  }

  @Override
  public byte[] read(ByteRange range) {
    ReadReply reply = ask(range);
    if (reply.code() != ErrorCode.NONE) {
      throw new Failure(reply.code(), "its source refuses: " + reply.code());
    }
    byte[] bytes = reply.bytes().unsafeArray();
    if (bytes.length > range.length() || !reply.isIntact()) {
      throw new Failure(ErrorCode.CORRUPT, "its bytes were damaged on their way");
    }
    return bytes;
  }

  private ReadReply ask(ByteRange range) {
    try {
      return source.read(new ChunkMessage.Read(chunk, version, range));
    } catch (NodeUnreachableException e) {
      throw new Failure(ErrorCode.REPLICA_FAILED, String.valueOf(e.getMessage()));
    }
  }
}
