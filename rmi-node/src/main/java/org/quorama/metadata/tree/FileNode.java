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

/** A directory or a file of the tree. Named by the index that made it, for as long as it lives. */
public final class FileNode {
  final long createdIndex;

  /** Children by name, null for a file. */
  final @Nullable SortedMap<String, FileNode> children;

  /** The chunks of a file in order. */
  final List<ChunkId> chunks = new ArrayList<>();

  long lengthBytes;

  /** When the bytes of a file are forced. Set when it is made. */
  SyncMode sync = SyncMode.ALWAYS;

  /** Its attributes, null if there are none. */
  @Nullable NodeAttributes attributes;

  private FileNode(long createdIndex, @Nullable SortedMap<String, FileNode> children) {
    this.createdIndex = createdIndex;
    this.children = children;
  }

  static FileNode directory(long createdIndex) {
    return new FileNode(createdIndex, new TreeMap<>());
  }

  static FileNode file(long createdIndex, SyncMode sync) {
    FileNode file = new FileNode(createdIndex, null);
    file.sync = sync;
    return file;
  }

  /** Tells whether it is a directory. */
  public boolean isDirectory() {
    return children != null;
  }

  /** Writes its attributes and its chunks or children, by name. */
  void write(CommandWriter to) {
    NodeAttributes.write(attributes, to);
    if (children == null) {
      to.writeByte(sync.ordinal());
      to.writeLong(lengthBytes);
      to.writeInt(chunks.size());
      chunks.forEach(chunk -> to.writeLong(chunk.value()));
      return;
    }
    to.writeInt(children.size());
    children.forEach(
        (name, child) -> {
          to.writeText(name);
          to.writeByte(child.isDirectory() ? 1 : 0);
          to.writeLong(child.createdIndex);
          child.write(to);
        });
  }

  /** Reads what {@link #write} wrote into this empty node. */
  void read(CommandReader from, int depth) {
    attributes = NodeAttributes.read(createdIndex, from);
    if (children == null) {
      sync = from.readSync();
      lengthBytes = from.readLong();
      for (int left = from.readCount(); left > 0; left--) {
        chunks.add(new ChunkId(from.readLong()));
      }
      return;
    }
    if (depth > FilePath.MAX_DEPTH) {
      throw new IllegalArgumentException("A path is too deep");
    }
    for (int left = from.readCount(); left > 0; left--) {
      String name = from.readText();
      boolean isDirectory = from.readByte() == 1;
      long created = from.readLong();
      FileNode child = isDirectory ? directory(created) : file(created, SyncMode.ALWAYS);
      children.put(name, child);
      child.read(from, depth + 1);
    }
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

  /** Returns its name for as long as it lives: no other file or directory ever has it. */
  public long id() {
    return createdIndex;
  }

  /** Returns the chunks of a file in order, nothing for a directory; a view. */
  public List<ChunkId> chunks() {
    return Collections.unmodifiableList(chunks);
  }

  /** Returns the recorded length of a file, 0 for a directory. */
  public long lengthBytes() {
    return lengthBytes;
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
    return new OperationValue.Attributes(
        path, isDirectory(), lengthBytes, chunks.size(), createdIndex, sync);
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
