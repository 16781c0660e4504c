package org.quorama.metadata;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.ErrorCode;

/** The tree of directories and files. Every operation takes effect as a whole or not at all. */
final class FileTree {
  private final FileNode root = FileNode.directory(0);
  private final StateDigest digest;
  private final int chunkSizeBytes;
  private final Consumer<ChunkId> unused;

  /** What a path leads to, or why it leads nowhere. */
  record Found(@Nullable FileNode node, ErrorCode code) {}

  FileTree(StateDigest digest, int chunkSizeBytes, Consumer<ChunkId> unused) {
    this.digest = digest;
    this.chunkSizeBytes = chunkSizeBytes;
    this.unused = unused;
  }

  Found find(FilePath path) {
    FileNode at = root;
    for (String name : path.names()) {
      if (at.children == null) {
        return new Found(null, ErrorCode.NOT_A_DIRECTORY);
      }
      FileNode next = at.children.get(name);
      if (next == null) {
        return new Found(null, ErrorCode.NOT_FOUND);
      }
      at = next;
    }
    return new Found(at, ErrorCode.NONE);
  }

  ErrorCode perform(long index, FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.MakeDirectory make) {
      return link(make.path(), FileNode.directory(index));
    } else if (mutation instanceof FileOperation.CreateFile create) {
      return link(create.path(), FileNode.file(index));
    } else if (mutation instanceof FileOperation.Delete delete) {
      return delete(delete.path());
    } else if (mutation instanceof FileOperation.Rename rename) {
      return rename(rename.from(), rename.to());
    } else if (mutation instanceof FileOperation.ExtendFile extend) {
      return extend(extend.path(), extend.lengthBytes());
    }
    return ErrorCode.INVALID;
  }

  /** Returns whether a new name may be made: its parent is a directory that does not have it. */
  private ErrorCode checkFree(FilePath path) {
    if (path.parent().isEmpty()) {
      return ErrorCode.EXISTS;
    }
    Found parent = find(path.parent().get());
    if (parent.node() == null) {
      return parent.code();
    }
    if (parent.node().children == null) {
      return ErrorCode.NOT_A_DIRECTORY;
    }
    return parent.node().children.containsKey(path.name()) ? ErrorCode.EXISTS : ErrorCode.NONE;
  }

  private ErrorCode link(FilePath path, FileNode node) {
    ErrorCode free = checkFree(path);
    if (free == ErrorCode.NONE) {
      FileNode parent = parentOf(path);
      if (parent.children != null) {
        parent.children.put(path.name(), node);
      }
      digest.add(hash(parent, path.name(), node));
    }
    return free;
  }

  private void unlink(FilePath path) {
    FileNode parent = parentOf(path);
    FileNode node = parent.children == null ? null : parent.children.remove(path.name());
    if (node != null) {
      digest.remove(hash(parent, path.name(), node));
    }
  }

  private FileNode parentOf(FilePath path) {
    FileNode parent = find(path.parent().orElse(FilePath.ROOT)).node();
    return parent == null ? root : parent;
  }

  private ErrorCode delete(FilePath path) {
    Found found = find(path);
    if (found.node() == null) {
      return found.code();
    }
    if (path.parent().isEmpty()) {
      return ErrorCode.INVALID;
    }
    if (found.node().children != null && !found.node().children.isEmpty()) {
      return ErrorCode.NOT_EMPTY;
    }
    unlink(path);
    found.node().chunks.forEach(unused);
    return ErrorCode.NONE;
  }

  private ErrorCode rename(FilePath from, FilePath to) {
    Found found = find(from);
    if (found.node() == null) {
      return found.code();
    }
    boolean tooDeep = to.names().size() + found.node().height() > FilePath.MAX_DEPTH;
    if (from.parent().isEmpty() || to.startsWith(from) || tooDeep) {
      return ErrorCode.INVALID;
    }
    ErrorCode free = checkFree(to);
    if (free == ErrorCode.NONE) {
      unlink(from);
      link(to, found.node());
    }
    return free;
  }

  private ErrorCode extend(FilePath path, long lengthBytes) {
    Found found = find(path);
    if (found.node() == null) {
      return found.code();
    }
    FileNode file = found.node();
    if (file.isDirectory()) {
      return ErrorCode.IS_A_DIRECTORY;
    }
    if (lengthBytes < 0 || lengthBytes > (long) file.chunks.size() * chunkSizeBytes) {
      return ErrorCode.INVALID;
    }
    if (lengthBytes > file.lengthBytes) {
      FileNode parent = parentOf(path);
      digest.remove(hash(parent, path.name(), file));
      file.lengthBytes = lengthBytes;
      digest.add(hash(parent, path.name(), file));
    }
    return ErrorCode.NONE;
  }

  /** The chunks of a file are hashed as chunks. */
  private static long hash(FileNode parent, String name, FileNode node) {
    long kind = node.isDirectory() ? 1 : 0;
    return StateDigest.hash(
        2, parent.createdIndex, name, node.createdIndex, kind, node.lengthBytes);
  }

  static OperationValue.Attributes attributes(FilePath path, FileNode node) {
    return new OperationValue.Attributes(
        path, node.isDirectory(), node.lengthBytes, node.chunks.size(), node.createdIndex);
  }

  /** Returns what a directory holds, by name; nothing for a file. */
  static List<OperationValue.Attributes> list(FilePath path, FileNode node) {
    return node.children == null
        ? List.of()
        : node.children.entrySet().stream()
            .map(child -> attributes(path.resolve(child.getKey()), child.getValue()))
            .toList();
  }
}
