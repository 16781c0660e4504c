package org.quorama.metadata.tree;

import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.command.MetadataCommand.Placement;

/**
 * What the log knows of a chunk. Immutable.
 *
 * <p>Invariant: data was only ever acknowledged under confirmed versions, and then by all replicas
 * of that version. So a replica whose version is at least the confirmed one lacks nothing.
 *
 * @param chunk its id
 * @param file the index that made its file
 * @param granted the version granted last, confirmed or not
 * @param confirmed the version that all its replicas hold, null if there was none yet
 */
public record ChunkEntry(
    ChunkId chunk, long file, Placement granted, @Nullable Placement confirmed) {
  /** Returns what readers may count on. */
  public Placement current() {
    return confirmed == null ? granted : confirmed;
  }

  void write(CommandWriter to) {
    to.writeLong(chunk.value());
    to.writeLong(file);
    granted.write(to);
    to.writeByte(confirmed == null ? 0 : 1);
    if (confirmed != null) {
      confirmed.write(to);
    }
  }

  static ChunkEntry read(CommandReader from) {
    return new ChunkEntry(
        new ChunkId(from.readLong()),
        from.readLong(),
        Placement.read(from),
        from.readByte() == 0 ? null : Placement.read(from));
  }

  long hash() {
    return StateDigest.hash(3, chunk.value(), file, granted, String.valueOf(confirmed));
  }
}
