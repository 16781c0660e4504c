package org.quorama.metadata.tree;

import java.util.List;
import java.util.Optional;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.ErrorCode;

/**
 * The tree of directories and files. Every operation takes effect as a whole or not at all.
 *
 * <p>Operations need no locks along their paths [GFS §4.1]: the order of the log is the order in
 * which all of them would take their locks, on every node. They run concurrently where time is
 * spent, on their way into the log, where those in one directory travel together; each takes effect
 * within the step that applies it, between its call and its answer, so they are linearizable.
 */
final class FileTree {
  private static final long ROOT_ID = 0;

  private final FileNode root = FileNode.directory(ROOT_ID, 0);
  private final StateDigest digest;
  private final ChunkTable chunks;
  private final DeletedFiles deleted;

  /** Greater than the id of any node that ever was. */
  private long nextNode = 1;

  /** How many nodes there are, hidden ones included, but for the root. */
  private long entries;

  /** The index of the last command that moved something to a path that was there before. */
  private long movedIndex;

  FileTree(StateDigest digest, ChunkTable chunks) {
    this.digest = digest;
    this.chunks = chunks;
    this.deleted = new DeletedFiles(digest);
  }

  DeletedFiles deleted() {
    return deleted;
  }

  Found find(FilePath path) {
    return DeletedFiles.isHidden(path)
        ? walk(deleted.directory(), path, 1, path.names().size())
        : walk(root, path, 0, path.names().size());
  }

  /** Follows the names of a path from one to another. */
  private static Found walk(FileNode start, FilePath path, int from, int to) {
    FileNode at = start;
    for (int i = from; i < to; i++) {
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
      return makeDirectory(index, make.path());
    } else if (mutation instanceof FileOperation.CreateFile create) {
      return createFile(index, create.path(), create.sync());
    } else if (mutation instanceof FileOperation.Delete delete) {
      return delete(index, delete.path(), false);
    } else if (mutation instanceof FileOperation.DeleteTree delete) {
      return delete(index, delete.path(), true);
    } else if (mutation instanceof FileOperation.Undelete undelete) {
      return undelete(index, undelete.path());
    } else if (mutation instanceof FileOperation.Rename rename) {
      return rename(index, rename.from(), rename.to());
    } else if (mutation instanceof FileOperation.Replace replace) {
      return replace(index, replace.from(), replace.to());
    } else if (mutation instanceof FileOperation.Snapshot snapshot) {
      return snapshot(index, snapshot.from(), snapshot.to());
    }
    return mutation instanceof FileOperation.SetAttribute set
        ? setAttribute(index, set)
        : ErrorCode.INVALID;
  }

  long entries() {
    return entries;
  }

  /** Returns how many nodes a mutation makes if it succeeds. */
  long growth(FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.Snapshot snapshot) {
      FileNode source = find(snapshot.from()).node();
      return source == null ? 0 : source.size();
    }
    boolean makesOne =
        mutation instanceof FileOperation.MakeDirectory
            || mutation instanceof FileOperation.CreateFile
            || mutation instanceof FileOperation.CreateWritten;
    return makesOne ? 1 : 0;
  }

  private long newNode() {
    entries++;
    return nextNode++;
  }

  private ErrorCode makeDirectory(long index, FilePath path) {
    ErrorCode free = checkFree(path);
    if (free == ErrorCode.NONE) {
      link(path, FileNode.directory(newNode(), index));
    }
    return free;
  }

  ErrorCode createFile(long index, FilePath path, SyncMode sync) {
    ErrorCode free = checkFree(path);
    if (free == ErrorCode.NONE) {
      link(path, FileNode.file(newNode(), index, sync));
    }
    return free;
  }

  /** Returns whether a new name may be made: its parent is a directory that does not have it. */
  private ErrorCode checkFree(FilePath path) {
    if (path.names().isEmpty()) {
      return ErrorCode.EXISTS;
    }
    if (DeletedFiles.isHidden(path)) {
      return ErrorCode.INVALID;
    }
    Found parent = walk(root, path, 0, path.names().size() - 1);
    if (parent.node() == null) {
      return parent.code();
    }
    if (parent.node().children == null) {
      return ErrorCode.NOT_A_DIRECTORY;
    }
    return parent.node().children.containsKey(path.name()) ? ErrorCode.EXISTS : ErrorCode.NONE;
  }

  /** Returns whether what is at a path may be moved or removed. */
  private ErrorCode checkMovable(FilePath path) {
    boolean fixed = path.names().isEmpty() || DeletedFiles.isHidden(path);
    return fixed ? ErrorCode.INVALID : ErrorCode.NONE;
  }

  private void link(FilePath path, FileNode node) {
    FileNode parent = parentOf(path);
    if (parent.children != null) {
      parent.children.put(path.name(), node);
    }
    digest.add(NodeHashes.ofEntry(parent.id(), path.name(), node));
  }

  private void unlink(FilePath path) {
    FileNode parent = parentOf(path);
    FileNode node = parent.children == null ? null : parent.children.remove(path.name());
    if (node != null) {
      digest.remove(NodeHashes.ofEntry(parent.id(), path.name(), node));
    }
  }

  /** Changes what an entry says of the node at a path. */
  void change(FilePath path, FileNode node, Runnable change) {
    long parent = parentOf(path).id();
    digest.remove(NodeHashes.ofEntry(parent, path.name(), node));
    change.run();
    digest.add(NodeHashes.ofEntry(parent, path.name(), node));
  }

  private FileNode parentOf(FilePath path) {
    FileNode parent = walk(root, path, 0, Math.max(0, path.names().size() - 1)).node();
    return parent == null ? root : parent;
  }

  /** Hides a file, or a whole tree; a directory without anything in it is just removed. */
  private ErrorCode delete(long index, FilePath path, boolean withAllBelow) {
    Found found = find(path);
    FileNode node = found.node();
    if (node == null) {
      return found.code();
    }
    if (checkMovable(path) != ErrorCode.NONE) {
      return ErrorCode.INVALID;
    }
    boolean isFull = !node.children().isEmpty();
    if (isFull && !withAllBelow) {
      return ErrorCode.NOT_EMPTY;
    }
    if (DeletedFiles.HIDDEN_DEPTH + node.height() > FilePath.MAX_DEPTH) {
      return ErrorCode.PATH_TOO_LONG;
    }
    unlink(path);
    if (node.isDirectory() && !withAllBelow) {
      forget(node);
    } else {
      deleted.add(index, path, node);
    }
    return ErrorCode.NONE;
  }

  private ErrorCode undelete(long index, FilePath path) {
    Optional<Long> found = deleted.find(path);
    if (found.isEmpty()) {
      return ErrorCode.NOT_FOUND;
    }
    FilePath target = deleted.get(found.get()).path();
    ErrorCode free = checkFree(target);
    DeletedFiles.Entry entry = free == ErrorCode.NONE ? deleted.take(found.get()) : null;
    if (entry != null) {
      link(target, entry.node());
      movedIndex = index;
    }
    return free;
  }

  /** Removes for good what was deleted at an index, if it is still there. */
  void expire(long deletedIndex) {
    DeletedFiles.Entry entry = deleted.take(deletedIndex);
    if (entry != null) {
      forget(entry.node());
    }
  }

  private void forget(FileNode node) {
    NodeHashes.forEach(node, digest::remove);
    release(node);
  }

  private void release(FileNode node) {
    entries--;
    node.chunks.forEach(chunks::release);
    if (node.copies != null) {
      node.copies.values().forEach(chunks::release);
    }
    node.children().values().forEach(this::release);
  }

  private ErrorCode rename(long index, FilePath from, FilePath to) {
    ErrorCode code = checkTarget(from, to);
    Found found = find(from);
    if (code == ErrorCode.NONE && found.node() != null) {
      unlink(from);
      link(to, found.node());
      movedIndex = index;
    }
    return code;
  }

  private ErrorCode replace(long index, FilePath from, FilePath to) {
    FileNode moved = find(from).node();
    FileNode replaced = find(to).node();
    if (moved == null || replaced == null) {
      return rename(index, from, to);
    } else if (moved == replaced) {
      return ErrorCode.NONE;
    } else if (moved.isDirectory() || replaced.isDirectory()) {
      return ErrorCode.EXISTS;
    }
    ErrorCode movable = checkMovable(from);
    ErrorCode code = movable == ErrorCode.NONE ? delete(index, to, false) : movable;
    return code == ErrorCode.NONE ? rename(index, from, to) : code;
  }

  /** Returns whether what is at one path may go to another one. */
  private ErrorCode checkTarget(FilePath from, FilePath to) {
    Found found = find(from);
    if (found.node() == null) {
      return found.code();
    }
    if (checkMovable(from) != ErrorCode.NONE || to.startsWith(from)) {
      return ErrorCode.INVALID;
    }
    boolean tooDeep = to.names().size() + found.node().height() > FilePath.MAX_DEPTH;
    return tooDeep ? ErrorCode.PATH_TOO_LONG : checkFree(to);
  }

  /** Copies a file or a tree; the copy shares its chunks [GFS §3.4]. */
  private ErrorCode snapshot(long index, FilePath from, FilePath to) {
    ErrorCode code = checkTarget(from, to);
    Found found = find(from);
    if (code == ErrorCode.NONE && found.node() != null) {
      FileNode copy = copy(index, found.node());
      link(to, copy);
      NodeHashes.forEach(copy, digest::add);
    }
    return code;
  }

  private FileNode copy(long index, FileNode node) {
    FileNode copy =
        node.isDirectory()
            ? FileNode.directory(newNode(), index)
            : FileNode.file(newNode(), index, node.sync);
    copy.attributes = node.attributes == null ? null : node.attributes.of(copy.id());
    copyContent(node, copy);
    if (copy.children != null) {
      for (var child : node.children().entrySet()) {
        copy.children.put(child.getKey(), copy(index, child.getValue()));
      }
    }
    return copy;
  }

  /** Shares chunks up to the first that holds nothing that was acknowledged. */
  private void copyContent(FileNode file, FileNode copy) {
    for (ChunkId chunk : file.chunks) {
      if (chunks.require(chunk).confirmed() == null) {
        break;
      }
      copy.chunks.add(chunk);
      chunks.share(chunk);
    }
    copy.lengthBytes = file.lengthBytes;
    copy.cutBytes = copy.chunks.size() == file.chunks.size() ? file.cutBytes : FileNode.NOT_CUT;
  }

  ErrorCode setAttribute(long index, FileOperation.SetAttribute set) {
    Found found = find(set.path());
    FileNode node = found.node();
    if (node == null) {
      return found.code();
    }
    if (!NodeAttributes.isWithinBounds(set) || DeletedFiles.isHidden(set.path())) {
      return ErrorCode.INVALID;
    }
    NodeAttributes attributes = node.attributes == null ? new NodeAttributes() : node.attributes;
    ErrorCode code = attributes.check(set);
    if (code == ErrorCode.NONE) {
      node.attributes = attributes;
      put(attributes, NodeAttributes.Register.of(node.id(), set.name(), index, set.value()));
    }
    return code;
  }

  private void put(NodeAttributes attributes, NodeAttributes.Register register) {
    NodeAttributes.Register before = attributes.put(register);
    if (before != null) {
      digest.remove(before.hash());
    }
    digest.add(register.hash());
  }

  /**
   * Tells whether all chunks at a path and below are as they were after a command: none was granted
   * and nothing was moved since.
   */
  boolean isUnchanged(FilePath path, long sinceIndex) {
    FileNode node = find(path).node();
    List<ChunkId> all = node == null ? List.of() : node.chunksBelow();
    return all.isEmpty()
        || (movedIndex <= sinceIndex
            && all.stream().allMatch(it -> chunks.require(it).grantedIndex() <= sinceIndex));
  }

  List<OperationValue.DeletedEntry> listDeleted() {
    return deleted.list();
  }

  long hash() {
    return StateDigest.hash(12, nextNode, movedIndex);
  }

  void write(CommandWriter to) {
    to.writeLong(nextNode);
    to.writeLong(movedIndex);
    root.write(to);
    deleted.write(to);
  }

  /** Reads what {@link #write} wrote into this empty tree. */
  void read(CommandReader from) {
    nextNode = from.readLong();
    movedIndex = from.readLong();
    root.read(from, 0);
    NodeHashes.forEach(root, digest::add);
    deleted.read(from);
    entries = root.size() - 1 + deleted.directory().size() - 1;
  }
}
