package org.quorama.metadata.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;

/** A directory or a file of the tree. Changes by the log alone; to others it is a view. */
public final class FileNode {
  private final long id;

  /** The index of the command that made it. */
  final long createdIndex;

  /** Children by name, null for a file. */
  final @Nullable SortedMap<String, FileNode> children;

  /** The chunks of a file in order. */
  final List<ChunkId> chunks = new ArrayList<>();

  /** Copies that are to take the place of a chunk, by its index, null if there are none. */
  @Nullable SortedMap<Integer, ChunkId> copies;

  long lengthBytes;

  /** See {@link #cutBytes}. */
  long cutBytes = NOT_CUT;

  /** When the bytes of a file are forced. Set when it is made. */
  SyncMode sync = SyncMode.ALWAYS;

  /** Its attributes, null if there are none. */
  @Nullable NodeAttributes attributes;

  static final long NOT_CUT = -1;

  private FileNode(long id, long createdIndex, @Nullable SortedMap<String, FileNode> children) {
    this.id = id;
    this.createdIndex = createdIndex;
    this.children = children;
  }

  static FileNode directory(long id, long createdIndex) {
    return new FileNode(id, createdIndex, new TreeMap<>());
  }

  static FileNode file(long id, long createdIndex, SyncMode sync) {
    FileNode file = new FileNode(id, createdIndex, null);
    file.sync = sync;
    return file;
  }

  /** Tells whether it is a directory. */
  public boolean isDirectory() {
    return children != null;
  }

  /** Writes all but its id and who made it. */
  void write(CommandWriter to) {
    NodeAttributes.write(attributes, to);
    if (children == null) {
      writeFile(to);
      return;
    }
    to.writeInt(children.size());
    children.forEach(
        (name, child) -> {
          to.writeText(name);
          to.writeByte(child.isDirectory() ? 1 : 0);
          to.writeLong(child.id);
          to.writeLong(child.createdIndex);
          child.write(to);
        });
  }

  private void writeFile(CommandWriter to) {
    to.writeSync(sync);
    to.writeLong(lengthBytes);
    to.writeLong(cutBytes);
    to.writeInt(chunks.size());
    chunks.forEach(chunk -> to.writeLong(chunk.value()));
    to.writeInt(copies == null ? 0 : copies.size());
    if (copies != null) {
      copies.forEach(
          (index, copy) -> {
            to.writeInt(index);
            to.writeLong(copy.value());
          });
    }
  }

  /** Reads what {@link #write} wrote into this empty node. */
  void read(CommandReader from, int depth) {
    attributes = NodeAttributes.read(id, from);
    if (children == null) {
      readFile(from);
      return;
    }
    if (depth > FilePath.MAX_DEPTH) {
      throw new IllegalArgumentException("A path is too deep");
    }
    for (int left = from.readCount(); left > 0; left--) {
      String name = from.readText();
      boolean isDirectory = from.readByte() == 1;
      long childId = from.readLong();
      long created = from.readLong();
      FileNode child =
          isDirectory ? directory(childId, created) : file(childId, created, SyncMode.ALWAYS);
      children.put(name, child);
      child.read(from, depth + 1);
    }
  }

  private void readFile(CommandReader from) {
    sync = from.readSync();
    lengthBytes = from.readLong();
    cutBytes = from.readLong();
    for (int left = from.readCount(); left > 0; left--) {
      chunks.add(from.readChunk());
    }
    int count = from.readCount();
    copies = count == 0 ? null : new TreeMap<>();
    for (int left = count; left > 0 && copies != null; left--) {
      copies.put(from.readInt(), from.readChunk());
    }
  }

  /** Returns how many nodes there are here and below. */
  public long size() {
    return 1 + children().values().stream().mapToLong(FileNode::size).sum();
  }

  /** Returns how many names lie below this node on the longest way down, 0 for a leaf. */
  int height() {
    int highest = 0;
    if (children != null) {
      for (FileNode child : children.values()) {
        highest = Math.max(highest, 1 + child.height());
      }
    }
    return highest;
  }

  /**
   * Tells whether a path leads to what was deleted, which nobody may change.
   *
   * @param path the path
   */
  public static boolean isHidden(FilePath path) {
    return DeletedFiles.isHidden(path);
  }

  /** Returns its name for as long as it lives: no other file or directory ever has it. */
  public long id() {
    return id;
  }

  /**
   * Returns how many bytes of the last chunk count, -1 for all: the file was cut there, and the
   * chunk is to be replaced by a copy of that length before it is written again.
   */
  public long cutBytes() {
    return cutBytes;
  }

  /**
   * Tells whether a chunk of it has a copy that is not finished.
   *
   * @param chunkIndex which chunk, from 0
   */
  public boolean isCopied(int chunkIndex) {
    return copies != null && copies.containsKey(chunkIndex);
  }

  /** Returns the copies of its chunks that are not finished. */
  public List<ChunkId> copiesUnderWay() {
    return copies == null ? List.of() : List.copyOf(copies.values());
  }

  /** Returns all its chunks, and those of all files below it, in the order of their names. */
  public List<ChunkId> chunksBelow() {
    ArrayList<ChunkId> all = new ArrayList<>(chunks);
    children().values().forEach(child -> all.addAll(child.chunksBelow()));
    return all;
  }

  /** Returns the chunks of a file in order, nothing for a directory; a view. */
  public List<ChunkId> chunks() {
    return Collections.unmodifiableList(chunks);
  }

  /** Returns the recorded length of a file, 0 for a directory. */
  public long lengthBytes() {
    return lengthBytes;
  }

  /** Returns when the bytes of a file are forced. */
  public SyncMode sync() {
    return sync;
  }

  /** Returns what a directory holds, by name, nothing for a file; a view. */
  public SortedMap<String, FileNode> children() {
    return children == null
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(children);
  }

  /**
   * Returns one of its attributes.
   *
   * @param name which
   */
  public Optional<OperationValue.Attribute> attribute(String name) {
    NodeAttributes.Register found = attributes == null ? null : attributes.get(name);
    return Optional.ofNullable(found).map(NodeAttributes.Register::value);
  }

  /**
   * Describes it.
   *
   * @param path where it is
   */
  public OperationValue.Attributes describe(FilePath path) {
    long modified = attributes == null ? 0 : attributes.modifiedMillis();
    return new OperationValue.Attributes(
        path, isDirectory(), lengthBytes, chunks.size(), createdIndex, sync, modified);
  }

  /**
   * Describes what a directory holds, by name; nothing for a file.
   *
   * @param path where it is
   */
  public List<OperationValue.Attributes> list(FilePath path) {
    return children().entrySet().stream()
        .map(child -> child.getValue().describe(path.resolve(child.getKey())))
        .toList();
  }
}
