package org.quorama.metadata.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.SyncMode;

/**
 * What was deleted and can be brought back: a directory {@code /.deleted} that no listing shows
 * [GFS §4.4.1].
 */
final class DeletedFiles {
  /** The name of the hidden directory. */
  static final String NAME = ".deleted";

  /** How many names the hidden path of what was deleted has. */
  static final int HIDDEN_DEPTH = 2;

  private static final long ID = -1;

  private final StateDigest digest;

  /** What the hidden path leads to. */
  private final FileNode directory = FileNode.directory(ID, 0);

  /** By the index that deleted it. */
  private final TreeMap<Long, Entry> entries = new TreeMap<>();

  /**
   * One deletion.
   *
   * @param path where it was
   * @param node what
   */
  record Entry(FilePath path, FileNode node) {}

  DeletedFiles(StateDigest digest) {
    this.digest = digest;
  }

  static boolean isHidden(FilePath path) {
    return !path.names().isEmpty() && path.names().get(0).equals(NAME);
  }

  FileNode directory() {
    return directory;
  }

  void add(long index, FilePath path, FileNode node) {
    entries.put(index, new Entry(path, node));
    if (directory.children != null) {
      directory.children.put(hiddenName(index, path), node);
    }
    digest.add(NodeHashes.ofEntry(-index, path.toString(), node));
  }

  /** Takes one out, to be brought back or to be forgotten; null if it is not there. */
  @Nullable Entry take(long index) {
    Entry entry = entries.remove(index);
    if (entry != null && directory.children != null) {
      directory.children.remove(hiddenName(index, entry.path()));
      digest.remove(NodeHashes.ofEntry(-index, entry.path().toString(), entry.node()));
    }
    return entry;
  }

  /** Finds the youngest that was deleted at a path, or the one with this hidden path. */
  Optional<Long> find(FilePath path) {
    for (Map.Entry<Long, Entry> each : entries.descendingMap().entrySet()) {
      FilePath was = each.getValue().path();
      if (was.equals(path) || hiddenPath(each.getKey(), was).equals(path)) {
        return Optional.of(each.getKey());
      }
    }
    return Optional.empty();
  }

  Entry get(long index) {
    Entry entry = entries.get(index);
    if (entry == null) {
      throw new IllegalArgumentException("Nothing was deleted at " + index);
    }
    return entry;
  }

  /** Returns the indexes that deleted what is still here, oldest first, of those behind one. */
  List<Long> after(long index) {
    return entries.isEmpty() || entries.lastKey() <= index
        ? List.of()
        : List.copyOf(entries.tailMap(index, false).keySet());
  }

  List<OperationValue.DeletedEntry> list() {
    ArrayList<OperationValue.DeletedEntry> list = new ArrayList<>();
    entries.forEach(
        (index, entry) -> {
          FilePath hidden = hiddenPath(index, entry.path());
          OperationValue.Attributes now = entry.node().describe(hidden);
          list.add(new OperationValue.DeletedEntry(entry.path(), now, index));
        });
    return list;
  }

  private static FilePath hiddenPath(long index, FilePath path) {
    return FilePath.ROOT.resolve(NAME).resolve(hiddenName(index, path));
  }

  /** Returns {@code <index>-<escaped path>}, cut to what a name may have; the index is unique. */
  static String hiddenName(long index, FilePath path) {
    String escaped = path.toString().substring(1).replace("%", "%25").replace("/", "%2F");
    String name = index + "-" + escaped;
    int end = Math.min(name.length(), FilePath.MAX_NAME_BYTES);
    while (bytes(name.substring(0, end)) > FilePath.MAX_NAME_BYTES || endsWithin(name, end)) {
      end--;
    }
    return name.substring(0, end);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean endsWithin(String name, int end) {
    return end < name.length() && Character.isHighSurrogate(name.charAt(end - 1));
  }

  void write(CommandWriter to) {
    to.writeInt(entries.size());
    entries.forEach(
        (index, entry) -> {
          to.writeLong(index);
          to.writePath(entry.path());
          to.writeByte(entry.node().isDirectory() ? 1 : 0);
          to.writeLong(entry.node().id());
          to.writeLong(entry.node().createdIndex);
          entry.node().write(to);
        });
  }

  /** Reads what {@link #write} wrote into these, which are empty. */
  void read(CommandReader from) {
    for (int left = from.readCount(); left > 0; left--) {
      long index = from.readLong();
      FilePath path = from.readPath();
      boolean isDirectory = from.readByte() == 1;
      long id = from.readLong();
      long created = from.readLong();
      FileNode node =
          isDirectory
              ? FileNode.directory(id, created)
              : FileNode.file(id, created, SyncMode.ALWAYS);
      node.read(from, 0);
      add(index, path, node);
      NodeHashes.forEach(node, digest::add);
    }
  }
}
