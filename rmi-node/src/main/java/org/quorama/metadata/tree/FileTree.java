package org.quorama.metadata.tree;

import java.util.function.Consumer;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;

/** The tree of directories and files. Every operation takes effect as a whole or not at all. */
final class FileTree {
  private final FileNode root;
  private final StateDigest digest;
  private final int chunkSizeBytes;
  private final Consumer<ChunkId> unused;

  FileTree(StateDigest digest, int chunkSizeBytes, Consumer<ChunkId> unused) {
    this(FileNode.directory(0), digest, chunkSizeBytes, unused);
  }

  private FileTree(
      FileNode root, StateDigest digest, int chunkSizeBytes, Consumer<ChunkId> unused) {
    this.root = root;
    this.digest = digest;
    this.chunkSizeBytes = chunkSizeBytes;
    this.unused = unused;
  }

  /** Returns this tree with another listener. */
  FileTree of(Consumer<ChunkId> listener) {
    return new FileTree(root, digest, chunkSizeBytes, listener);
  }

  Found find(FilePath path) {
    return walk(path, path.names().size());
  }

  /** Follows the first names of a path. */
  private Found walk(FilePath path, int names) {
    FileNode at = root;
    for (int i = 0; i < names; i++) {
      if (at.children == null) {
        return new Found(null, ErrorCode.NOT_A_DIRECTORY);
      }
      FileNode next = at.children.get(path.names().get(i));
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
      return link(create.path(), FileNode.file(index, create.sync()));
    } else if (mutation instanceof FileOperation.Delete delete) {
      return delete(delete.path());
    } else if (mutation instanceof FileOperation.Rename rename) {
      return rename(rename.from(), rename.to());
    } else if (mutation instanceof FileOperation.ExtendFile extend) {
      return extend(extend.path(), extend.lengthBytes());
    } else if (mutation instanceof FileOperation.SetAttribute set) {
      return setAttribute(index, set);
    }
    return ErrorCode.INVALID;
  }

  /** Returns whether a new name may be made: its parent is a directory that does not have it. */
  private ErrorCode checkFree(FilePath path) {
    if (path.names().isEmpty()) {
      return ErrorCode.EXISTS;
    }
    Found parent = walk(path, path.names().size() - 1);
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
    FileNode parent = walk(path, Math.max(0, path.names().size() - 1)).node();
    return parent == null ? root : parent;
  }

  private ErrorCode delete(FilePath path) {
    Found found = find(path);
    if (found.node() == null) {
      return found.code();
    }
    if (path.names().isEmpty()) {
      return ErrorCode.INVALID;
    }
    if (found.node().children != null && !found.node().children.isEmpty()) {
      return ErrorCode.NOT_EMPTY;
    }
    unlink(path);
    found.node().chunks.forEach(unused);
    if (found.node().attributes != null) {
      found.node().attributes.all().forEach(register -> digest.remove(register.hash()));
    }
    return ErrorCode.NONE;
  }

  private ErrorCode rename(FilePath from, FilePath to) {
    Found found = find(from);
    if (found.node() == null) {
      return found.code();
    }
    boolean tooDeep = to.names().size() + found.node().height() > FilePath.MAX_DEPTH;
    if (from.names().isEmpty() || to.startsWith(from) || tooDeep) {
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

  private ErrorCode setAttribute(long index, FileOperation.SetAttribute set) {
    Found found = find(set.path());
    FileNode node = found.node();
    if (node == null) {
      return found.code();
    }
    if (!NodeAttributes.isWithinBounds(set)) {
      return ErrorCode.INVALID;
    }
    NodeAttributes attributes = node.attributes == null ? new NodeAttributes() : node.attributes;
    ErrorCode code = attributes.check(set);
    if (code == ErrorCode.NONE) {
      node.attributes = attributes;
      put(node, NodeAttributes.Register.of(node.createdIndex, set.name(), index, set.value()));
    }
    return code;
  }

  private void put(FileNode node, NodeAttributes.Register register) {
    NodeAttributes attributes = node.attributes;
    NodeAttributes.Register before = attributes == null ? null : attributes.put(register);
    if (before != null) {
      digest.remove(before.hash());
    }
    digest.add(register.hash());
  }

  /** The chunks of a file are hashed as chunks. */
  private static long hash(FileNode parent, String name, FileNode node) {
    long kind = node.isDirectory() ? 1 : 2L * node.sync.ordinal();
    return StateDigest.hash(
        2, parent.createdIndex, name, node.createdIndex, kind, node.lengthBytes);
  }

  void write(CommandWriter to) {
    root.write(to);
  }

  /** Reads what {@link #write} wrote into this empty tree. */
  void read(CommandReader from) {
    root.read(from, 0);
    count(root);
  }

  /** Adds all below a node to the digest, and its attributes. */
  private void count(FileNode node) {
    if (node.attributes != null) {
      node.attributes.all().forEach(register -> digest.add(register.hash()));
    }
    if (node.children != null) {
      node.children.forEach(
          (name, child) -> {
            digest.add(hash(node, name, child));
            count(child);
          });
    }
  }
}
