package org.quorama.metadata.tree;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Invariants;

/** All chunks: who refers to them how often, which versions they have. */
final class ChunkTable {
  private final StateDigest digest;
  private final TreeMap<ChunkId, ChunkEntry> chunks = new TreeMap<>();

  /** Greater than any id that a chunk ever had. Only grows, also by a restore. */
  private long nextChunk = 1;

  /** Is told of every chunk that changes or goes. */
  private Namespace.ChunkWatch watch = (chunk, newVersion) -> {};

  ChunkTable(StateDigest digest) {
    this.digest = digest;
  }

  Namespace.ChunkWatch watch() {
    return watch;
  }

  void watch(Namespace.ChunkWatch watcher) {
    watch = watcher;
  }

  SortedMap<ChunkId, ChunkEntry> all() {
    return chunks;
  }

  @Nullable ChunkEntry get(ChunkId chunk) {
    return chunks.get(chunk);
  }

  ChunkEntry require(ChunkId chunk) {
    ChunkEntry entry = chunks.get(chunk);
    if (entry == null) {
      throw new InvariantViolation("No chunk " + chunk + ", though a file has it");
    }
    return entry;
  }

  long nextChunk() {
    return nextChunk;
  }

  boolean isNew(ChunkId chunk) {
    return chunk.value() >= nextChunk;
  }

  /** Makes a chunk to which one place refers. */
  void place(long index, ChunkId chunk, Placement placement) {
    Invariants.check(isNew(chunk), "The id %s is used a second time", chunk);
    nextChunk = chunk.value() + 1;
    put(ChunkEntry.placed(chunk, index, placement));
  }

  /** Notes one more reference. */
  void share(ChunkId chunk) {
    ChunkEntry entry = require(chunk);
    put(entry.withReferences(entry.references() + 1));
  }

  /** Notes one reference less; without any the chunk is gone for good [GFS §4.4]. */
  void release(ChunkId chunk) {
    ChunkEntry entry = require(chunk);
    if (entry.references() > 1) {
      put(entry.withReferences(entry.references() - 1));
    } else {
      chunks.remove(chunk);
      digest.remove(entry.hash());
      watch.changed(chunk, false);
    }
  }

  void freeze(ChunkId chunk) {
    put(require(chunk).freeze());
  }

  ErrorCode grant(long index, MetadataCommand.GrantLease grant) {
    ChunkEntry entry = chunks.get(grant.chunk());
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    boolean isOpen = !entry.isFixed() && grant.confirmed() == entry.confirmedNumber();
    return isOpen ? raise(index, entry, grant.placement()) : ErrorCode.STALE_VERSION;
  }

  /** Raises a version under which nobody writes. */
  ErrorCode fence(long index, MetadataCommand.FenceChunk fence) {
    ChunkEntry entry = chunks.get(fence.chunk());
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    boolean isSame = fence.confirmed() == entry.confirmedNumber();
    return isSame ? raise(index, entry, fence.placement()) : ErrorCode.STALE_VERSION;
  }

  private ErrorCode raise(long index, ChunkEntry entry, Placement next) {
    if (!next.version().equals(entry.granted().version().next())) {
      return ErrorCode.STALE_VERSION;
    }
    put(entry.grant(index, next));
    return ErrorCode.NONE;
  }

  /** Confirms the version granted last, if it is this one. */
  ErrorCode confirm(ChunkId chunk, ChunkVersion version) {
    ChunkEntry entry = chunks.get(chunk);
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    if (!version.equals(entry.granted().version())) {
      return ErrorCode.STALE_VERSION;
    }
    put(entry.confirm());
    return ErrorCode.NONE;
  }

  /** Replaces what is known of a chunk; null for what does not fit it any more. */
  ErrorCode replace(ChunkId chunk, Function<ChunkEntry, @Nullable ChunkEntry> change) {
    ChunkEntry entry = chunks.get(chunk);
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    ChunkEntry next = change.apply(entry);
    if (next == null) {
      return ErrorCode.STALE_VERSION;
    }
    put(next);
    return ErrorCode.NONE;
  }

  private void put(ChunkEntry entry) {
    ChunkEntry before = chunks.put(entry.chunk(), entry);
    if (before != null) {
      digest.remove(before.hash());
    }
    digest.add(entry.hash());
    watch.changed(entry.chunk(), before == null || !entry.hasVersionsOf(before));
  }

  void write(CommandWriter to) {
    to.writeLong(nextChunk);
    to.writeInt(chunks.size());
    chunks.values().forEach(entry -> entry.write(to));
  }

  /** Reads what {@link #write} wrote into this empty table. */
  void read(CommandReader from) {
    nextChunk = from.readLong();
    for (int left = from.readCount(); left > 0; left--) {
      put(ChunkEntry.read(from));
    }
  }
}
