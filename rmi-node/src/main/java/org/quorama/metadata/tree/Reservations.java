package org.quorama.metadata.tree;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.protocol.ErrorCode;

/**
 * The chunks that sessions reserved for small files and did not use yet. A reservation is one
 * reference to its chunk: it passes to the file that is made of it, or goes with the session.
 */
final class Reservations {
  static final int MAX_OF_SESSION = 256;

  private final ChunkTable chunks;
  private final StateDigest digest;
  private final TreeMap<Long, TreeSet<ChunkId>> reserved = new TreeMap<>();

  Reservations(ChunkTable chunks, StateDigest digest) {
    this.chunks = chunks;
    this.digest = digest;
  }

  /** Reserves chunks and releases others. */
  ErrorCode reserve(long index, long session, MetadataCommand.ReservePlaced reserve) {
    FileOperation.Mutation mutation = reserve.perform().mutation();
    if (!(mutation instanceof FileOperation.ReserveChunks wish)) {
      return ErrorCode.INVALID;
    }
    wish.givenUp().forEach(chunk -> giveUp(session, chunk));
    if (of(session).size() + reserve.chunks().size() > MAX_OF_SESSION) {
      return ErrorCode.OVERLOADED;
    }
    for (MetadataCommand.PlacedChunk placed : reserve.chunks()) {
      ChunkId chunk =
          chunks.isNew(placed.chunk()) ? placed.chunk() : new ChunkId(chunks.nextChunk());
      chunks.place(index, chunk, placed.placement());
      put(session, chunk);
    }
    return ErrorCode.NONE;
  }

  private void put(long session, ChunkId chunk) {
    reserved.computeIfAbsent(session, key -> new TreeSet<>()).add(chunk);
    digest.add(hash(session, chunk));
  }

  boolean isOf(long session, ChunkId chunk) {
    TreeSet<ChunkId> own = reserved.get(session);
    return own != null && own.contains(chunk);
  }

  /** Returns what a session reserved and did not use. */
  List<ChunkId> of(long session) {
    TreeSet<ChunkId> own = reserved.get(session);
    return own == null ? List.of() : List.copyOf(own);
  }

  /** Passes the reference of a reservation to a file. */
  void use(long session, ChunkId chunk) {
    TreeSet<ChunkId> own = reserved.get(session);
    if (own != null && own.remove(chunk)) {
      digest.remove(hash(session, chunk));
      if (own.isEmpty()) {
        reserved.remove(session);
      }
    }
  }

  private void giveUp(long session, ChunkId chunk) {
    if (isOf(session, chunk)) {
      use(session, chunk);
      chunks.release(chunk);
    }
  }

  /** Releases all that a session did not use. */
  void end(long session) {
    of(session).forEach(chunk -> giveUp(session, chunk));
  }

  private static long hash(long session, ChunkId chunk) {
    return StateDigest.hash(13, session, chunk.value());
  }

  void write(CommandWriter to) {
    to.writeInt(reserved.size());
    reserved.forEach(
        (session, own) -> {
          to.writeLong(session);
          to.writeInt(own.size());
          own.forEach(chunk -> to.writeLong(chunk.value()));
        });
  }

  /** Reads what {@link #write} wrote into these, which are empty. */
  void read(CommandReader from) {
    for (int left = from.readCount(); left > 0; left--) {
      long session = from.readLong();
      for (int own = from.readCount(); own > 0; own--) {
        put(session, from.readChunk());
      }
    }
  }
}
