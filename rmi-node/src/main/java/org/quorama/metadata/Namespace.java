package org.quorama.metadata;

import java.util.Optional;
import java.util.TreeMap;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.MetadataCommand.Placement;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Invariants;

/** The replicated state: files, their chunks, what became of requests. One per node. */
final class Namespace implements ReplicatedStateMachine {
  private final StateDigest digest = new StateDigest();
  private final FileTree tree;
  private final RequestHistory history = new RequestHistory(digest);
  private final TreeMap<ChunkId, ChunkEntry> chunks = new TreeMap<>();
  private long nextChunk = 1;
  private long lastIndex;

  Namespace(int chunkSizeBytes) {
    this.tree = new FileTree(digest, chunkSizeBytes, this::forget);
  }

  @Override
  public Bytes apply(long index, Bytes command) {
    Invariants.check(index > lastIndex, "Index %d is applied behind %d", index, lastIndex);
    lastIndex = index;
    try {
      return CommandCodec.encodeResult(perform(index, MetadataCommand.decode(command)));
    } catch (IllegalArgumentException e) {
      throw new InvariantViolation("The command at " + index + " is broken: " + e.getMessage());
    }
  }

  private OperationReply perform(long index, MetadataCommand command) {
    if (command instanceof MetadataCommand.Perform once) {
      return performOnce(index, once);
    } else if (command instanceof MetadataCommand.PlaceChunk place) {
      return reply(index, place(place));
    } else if (command instanceof MetadataCommand.GrantLease grant) {
      return reply(index, grant(grant));
    }
    return reply(index, confirm((MetadataCommand.ConfirmGrant) command));
  }

  private OperationReply performOnce(long index, MetadataCommand.Perform once) {
    Optional<OperationReply> known = history.find(once.id());
    if (known.isPresent()) {
      return known.get();
    }
    OperationReply reply = reply(index, tree.perform(index, once.mutation()));
    history.remember(once.id(), reply);
    return reply;
  }

  private static OperationReply reply(long index, ErrorCode code) {
    return code == ErrorCode.NONE
        ? OperationReply.ok(new OperationValue.Done(), index)
        : OperationReply.fail(code);
  }

  private ErrorCode place(MetadataCommand.PlaceChunk place) {
    FileTree.Found found = tree.find(place.path());
    if (found.node() == null) {
      return found.code();
    }
    FileNode file = found.node();
    if (file.isDirectory()) {
      return ErrorCode.IS_A_DIRECTORY;
    }
    boolean isNext = place.chunkIndex() == file.chunks.size();
    if (!isNext || place.chunk().value() < nextChunk) {
      return ErrorCode.EXISTS;
    }
    nextChunk = place.chunk().value() + 1;
    file.chunks.add(place.chunk());
    put(new ChunkEntry(place.chunk(), file.createdIndex, place.placement(), null));
    return ErrorCode.NONE;
  }

  private ErrorCode grant(MetadataCommand.GrantLease grant) {
    ChunkEntry entry = chunks.get(grant.chunk());
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    Placement next = grant.placement();
    if (!next.version().equals(entry.granted().version().next())) {
      return ErrorCode.STALE_VERSION;
    }
    put(new ChunkEntry(entry.chunk(), entry.file(), next, entry.confirmed()));
    return ErrorCode.NONE;
  }

  private ErrorCode confirm(MetadataCommand.ConfirmGrant confirm) {
    ChunkEntry entry = chunks.get(confirm.chunk());
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    if (!confirm.version().equals(entry.granted().version())) {
      return ErrorCode.STALE_VERSION;
    }
    put(new ChunkEntry(entry.chunk(), entry.file(), entry.granted(), entry.granted()));
    return ErrorCode.NONE;
  }

  private void put(ChunkEntry entry) {
    ChunkEntry before = chunks.put(entry.chunk(), entry);
    if (before != null) {
      digest.remove(before.hash());
    }
    digest.add(entry.hash());
  }

  private void forget(ChunkId chunk) {
    ChunkEntry before = chunks.remove(chunk);
    if (before != null) {
      digest.remove(before.hash());
    }
  }

  @Override
  public Bytes snapshot() {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public void restore(long index, Bytes snapshot) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public long digest() {
    return StateDigest.hash(1, digest.value(), nextChunk);
  }

  FileTree tree() {
    return tree;
  }

  Optional<ChunkEntry> chunk(ChunkId chunk) {
    return Optional.ofNullable(chunks.get(chunk));
  }

  /** Returns the least id that no chunk ever had. */
  long nextChunk() {
    return nextChunk;
  }

  /** Tells whether a chunk was once in a file and is no more: its replicas are of no use. */
  boolean isGarbage(ChunkId chunk) {
    return chunk.value() < nextChunk && !chunks.containsKey(chunk);
  }
}
