package org.quorama.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;

/** A directory or a file of the tree. Named by the index that made it, for as long as it lives. */
final class FileNode {
  final long createdIndex;

  /** Children by name, null for a file. */
  final @Nullable SortedMap<String, FileNode> children;

  /** The chunks of a file in order. */
  final List<ChunkId> chunks = new ArrayList<>();

  long lengthBytes;

  private FileNode(long createdIndex, @Nullable SortedMap<String, FileNode> children) {
    this.createdIndex = createdIndex;
    this.children = children;
  }

  static FileNode directory(long createdIndex) {
    return new FileNode(createdIndex, new TreeMap<>());
  }

  static FileNode file(long createdIndex) {
    return new FileNode(createdIndex, null);
  }

  boolean isDirectory() {
    return children != null;
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
}
