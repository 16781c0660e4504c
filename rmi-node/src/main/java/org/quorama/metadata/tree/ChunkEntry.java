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
 * <p>Invariant: a chunk that is shared or frozen is leased to nobody: its bytes stay as they are.
 *
 * @param chunk its id
 * @param references how many places in files refer to it, at least 1; a copy on its way to its
 *     place counts as one [GFS §3.4], and so does a reservation
 * @param frozen true once a file was cut within it: it is copied before it is written again
 * @param grantedIndex the index of the command that granted a version last
 * @param granted the version granted last, confirmed or not
 * @param confirmed the version that all its replicas hold, null if there was none yet
 */
public record ChunkEntry(
    ChunkId chunk,
    int references,
    boolean frozen,
    long grantedIndex,
    Placement granted,
    @Nullable Placement confirmed) {
  static ChunkEntry placed(ChunkId chunk, long index, Placement placement) {
    return new ChunkEntry(chunk, 1, false, index, placement, null);
  }

  /** Returns what readers may count on. */
  public Placement current() {
    return confirmed == null ? granted : confirmed;
  }

  /** Returns the number of the confirmed version, 0 if there is none. */
  public long confirmedNumber() {
    return confirmed == null ? 0 : confirmed.version().number();
  }

  /** Tells whether it must be copied before it is written. */
  public boolean isFixed() {
    return references > 1 || frozen;
  }

  ChunkEntry withReferences(int count) {
    return new ChunkEntry(chunk, count, frozen, grantedIndex, granted, confirmed);
  }

  ChunkEntry freeze() {
    return new ChunkEntry(chunk, references, true, grantedIndex, granted, confirmed);
  }

  ChunkEntry grant(long index, Placement placement) {
    return new ChunkEntry(chunk, references, frozen, index, placement, confirmed);
  }

  ChunkEntry confirm() {
    return new ChunkEntry(chunk, references, frozen, grantedIndex, granted, granted);
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

  private ChunkEntry settle(Placement placement) {
    return grant(grantedIndex, placement).confirm();
  }

  /** Returns this with one more replica of a version; null if that version is not the only one. */
  @Nullable ChunkEntry joined(ChunkVersion version, NodeId node) {
    if (!isSettledAt(version) || granted.replicas().contains(node)) {
      return null;
    }
    TreeSet<NodeId> more = new TreeSet<>(granted.replicas());
    more.add(node);
    return settle(new Placement(version, granted.primary(), List.copyOf(more)));
  }

  /** Returns this with one replica less; null if there is no other, or not only that version. */
  @Nullable ChunkEntry retired(ChunkVersion version, NodeId node) {
    List<NodeId> others = granted.replicas().stream().filter(other -> !other.equals(node)).toList();
    boolean none = others.isEmpty() || others.size() == granted.replicas().size();
    if (!isSettledAt(version) || none) {
      return null;
    }
    NodeId primary = granted.primary().equals(node) ? others.get(0) : granted.primary();
    return settle(new Placement(version, primary, others));
  }

  /** Returns this with a higher version granted last; null if it is not higher. */
  @Nullable ChunkEntry adopted(long index, ChunkVersion version) {
    return version.compareTo(granted.version()) <= 0
        ? null
        : grant(index, new Placement(version, granted.primary(), granted.replicas()));
  }

  void write(CommandWriter to) {
    to.writeLong(chunk.value());
    to.writeInt(references);
    to.writeByte(frozen ? 1 : 0);
    to.writeLong(grantedIndex);
    granted.write(to);
    to.writeByte(confirmed == null ? 0 : 1);
    if (confirmed != null) {
      confirmed.write(to);
    }
  }

  static ChunkEntry read(CommandReader from) {
    return new ChunkEntry(
        from.readChunk(),
        from.readInt(),
        from.readByte() == 1,
        from.readLong(),
        Placement.read(from),
        from.readByte() == 0 ? null : Placement.read(from));
  }

  long hash() {
    return StateDigest.hash(
        3,
        chunk.value(),
        references,
        frozen ? 1 : 0,
        grantedIndex,
        StateDigest.part(granted.toString()),
        StateDigest.part(String.valueOf(confirmed)));
  }
}
