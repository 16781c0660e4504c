package org.quorama.metadata.tree;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
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

  /** Tells whether the versions granted and confirmed are those of another state of this chunk. */
  boolean hasVersionsOf(ChunkEntry other) {
    return granted.version().equals(other.granted.version())
        && current().version().equals(other.current().version())
        && (confirmed == null) == (other.confirmed == null);
  }

  private boolean isSettledAt(ChunkVersion version) {
    return confirmed != null
        && granted.version().equals(version)
        && confirmed.version().equals(version);
  }

  /** Returns this with one more replica of a version; null if that version is not the only one. */
  @Nullable ChunkEntry joined(ChunkVersion version, NodeId node) {
    if (!isSettledAt(version) || granted.replicas().contains(node)) {
      return null;
    }
    TreeSet<NodeId> more = new TreeSet<>(granted.replicas());
    more.add(node);
    Placement next = new Placement(version, granted.primary(), List.copyOf(more));
    return new ChunkEntry(chunk, file, next, next);
  }

  /** Returns this with one replica less; null if there is no other, or not only that version. */
  @Nullable ChunkEntry retired(ChunkVersion version, NodeId node) {
    List<NodeId> others =
        granted.replicas().stream().filter(other -> !other.equals(node)).toList();
    boolean none = others.isEmpty() || others.size() == granted.replicas().size();
    if (!isSettledAt(version) || none) {
      return null;
    }
    NodeId primary = granted.primary().equals(node) ? others.get(0) : granted.primary();
    Placement next = new Placement(version, primary, others);
    return new ChunkEntry(chunk, file, next, next);
  }

  /** Returns this with a higher version granted last; null if it is not higher. */
  @Nullable ChunkEntry adopted(ChunkVersion version) {
    if (version.compareTo(granted.version()) <= 0) {
      return null;
    }
    Placement next = new Placement(version, granted.primary(), granted.replicas());
    return new ChunkEntry(chunk, file, next, confirmed);
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
