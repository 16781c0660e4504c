package org.quorama.client.nio;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.chunk.ByteRange;
import org.quorama.client.OperationFailedException;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** A cluster in memory that answers and refuses as a real one does. */
final class MemoryCalls implements FileCalls {
  private static final class Node {
    final boolean directory;
    byte[] content = new byte[0];
    long modified;

    Node(boolean directory) {
      this.directory = directory;
    }
  }

  private final Map<FilePath, Node> nodes = new TreeMap<>();

  /** How many more channels may be opened. */
  int places = 1000;

  int reads;
  int writes;

  /** How many of the writes were first ones, which say their time. */
  int fills;

  /** How often a time was said alone. */
  int times;

  boolean closed;

  /** Fails every write and every truncation with this code, if it is another one than none. */
  ErrorCode broken = ErrorCode.NONE;

  MemoryCalls() {
    nodes.put(FilePath.ROOT, new Node(true));
  }

  private static OperationFailedException failure(ErrorCode code, FilePath path) {
    return new OperationFailedException(Outcome.FAIL, code, path + ": " + code);
  }

  private Node find(FilePath path) {
    Node node = nodes.get(path);
    if (node == null) {
      throw failure(ErrorCode.NOT_FOUND, path);
    }
    return node;
  }

  private void add(FilePath path, Node node) {
    if (nodes.containsKey(path)) {
      throw failure(ErrorCode.EXISTS, path);
    }
    if (!find(path.parent().orElseThrow()).directory) {
      throw failure(ErrorCode.NOT_A_DIRECTORY, path);
    }
    nodes.put(path, node);
  }

  private static Entry entry(FilePath path, Node node) {
    return new Entry(path, node.directory, node.content.length, node.modified);
  }

  @Override
  public synchronized Entry stat(FilePath path) {
    return entry(path, find(path));
  }

  @Override
  public synchronized List<Entry> list(FilePath directory) {
    return nodes.keySet().stream()
        .filter(path -> path.parent().filter(directory::equals).isPresent())
        .map(path -> entry(path, find(path)))
        .toList();
  }

  @Override
  public synchronized void makeDirectory(FilePath path) {
    add(path, new Node(true));
  }

  @Override
  public synchronized void createFile(FilePath path) {
    add(path, new Node(false));
  }

  @Override
  public synchronized void delete(FilePath path) {
    find(path);
    if (!list(path).isEmpty()) {
      throw failure(ErrorCode.NOT_EMPTY, path);
    }
    nodes.remove(path);
  }

  @Override
  public synchronized void rename(FilePath from, FilePath to) {
    Node moved = find(from);
    add(to, moved);
    nodes.remove(from);
    for (FilePath path : List.copyOf(nodes.keySet())) {
      if (path.startsWith(from)) {
        nodes.put(path.moved(from, to), find(path));
        nodes.remove(path);
      }
    }
  }

  @Override
  public synchronized void replace(FilePath from, FilePath to) {
    Node moved = find(from);
    Node replaced = nodes.get(to);
    if (replaced != null && (moved.directory || replaced.directory)) {
      throw failure(ErrorCode.EXISTS, to);
    }
    nodes.remove(to);
    rename(from, to);
  }

  @Override
  public synchronized Bytes read(FilePath path, ByteRange range) {
    reads++;
    byte[] content = find(path).content;
    int from = (int) Math.min(content.length, range.offset());
    int to = (int) Math.min(content.length, range.end());
    return Bytes.wrap(Arrays.copyOfRange(content, from, to));
  }

  @Override
  public synchronized void write(FilePath path, long offset, Bytes bytes) {
    writes++;
    Node node = find(path);
    checkNotBroken(path);
    if (offset > node.content.length) {
      throw failure(ErrorCode.INVALID, path);
    }
    int end = (int) offset + bytes.length();
    node.content = Arrays.copyOf(node.content, Math.max(node.content.length, end));
    System.arraycopy(bytes.unsafeArray(), 0, node.content, (int) offset, bytes.length());
  }

  @Override
  public synchronized void fill(FilePath path, Bytes bytes, long epochMillis) {
    fills++;
    write(path, 0, bytes);
    find(path).modified = epochMillis;
  }

  private void checkNotBroken(FilePath path) {
    if (broken != ErrorCode.NONE) {
      throw failure(broken, path);
    }
  }

  @Override
  public synchronized void truncate(FilePath path, long lengthBytes) {
    checkNotBroken(path);
    Node node = find(path);
    node.content = Arrays.copyOf(node.content, (int) lengthBytes);
  }

  @Override
  public synchronized void setModified(FilePath path, long epochMillis) {
    times++;
    find(path).modified = epochMillis;
  }

  @Override
  public Runnable takePlace(FilePath path) {
    if (places == 0) {
      throw failure(ErrorCode.TOO_MANY_STREAMS, path);
    }
    places--;
    return () -> places++;
  }

  @Override
  public Space space() {
    return new Space(1000, 300);
  }

  @Override
  public void close() {
    closed = true;
  }
}
