package org.quorama.metadata.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;

/**
 * Reads what {@link CommandWriter} wrote; every method refuses bytes that end too early, or make no
 * sense, with an {@link IllegalArgumentException}.
 */
public final class CommandReader {
  /** What decoding puts in the place of bytes that are no UTF-8; a text may also have it itself. */
  private static final char REPLACED = '\uFFFD';

  private final byte[] content;
  private int at;

  /**
   * Makes a reader that stands before the first byte.
   *
   * @param encoded what to read
   */
  public CommandReader(Bytes encoded) {
    this.content = encoded.unsafeArray();
  }

  /** Reads a byte, from 0 to 255. */
  public int readByte() {
    require(1);
    return content[at++] & 0xff;
  }

  /** Reads four bytes. */
  public int readInt() {
    require(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (content[at++] & 0xff);
    }
    return value;
  }

  /** Reads eight bytes. */
  public long readLong() {
    long high = readInt();
    return (high << 32) | (readInt() & 0xffffffffL);
  }

  /** Reads how many things follow, each of at least one byte. */
  public int readCount() {
    int count = readInt();
    require(count);
    return count;
  }

  /** Reads a text. */
  public String readText() {
    int length = readInt();
    require(length);
    String text = new String(content, at, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACED) >= 0 && !isAt(text.getBytes(StandardCharsets.UTF_8), length)) {
      throw new IllegalArgumentException("A text is no UTF-8 at byte " + at);
    }
    at += length;
    return text;
  }

  private boolean isAt(byte[] expected, int length) {
    return Arrays.equals(content, at, at + length, expected, 0, expected.length);
  }

  /** Reads bytes. */
  public Bytes readBytes() {
    int length = readInt();
    require(length);
    byte[] copy = Arrays.copyOfRange(content, at, at + length);
    at += length;
    return Bytes.wrap(copy);
  }

  /** Reads a path. */
  public FilePath readPath() {
    return new FilePath(readList(this::readText));
  }

  /** Reads a sync mode by its name. */
  public SyncMode readSync() {
    return SyncMode.valueOf(readText());
  }

  /** Reads the id of a chunk. */
  public ChunkId readChunk() {
    return new ChunkId(readLong());
  }

  /** Reads the version of a chunk. */
  public ChunkVersion readVersion() {
    return new ChunkVersion(readLong());
  }

  /** Reads a node. */
  public NodeId readNode() {
    return NodeId.of(readText());
  }

  /** Reads nodes. */
  public List<NodeId> readNodes() {
    return readList(this::readNode);
  }

  /**
   * Reads a count and so many elements.
   *
   * @param element reads the next one
   */
  <T> List<T> readList(Supplier<T> element) {
    ArrayList<T> list = new ArrayList<>();
    for (int left = readCount(); left > 0; left--) {
      list.add(element.get());
    }
    return list;
  }

  /** Expects the sum of all bytes so far and then the end. */
  public void expectSum() {
    int sum = CommandWriter.sum(content, at);
    if (readInt() != sum) {
      throw new IllegalArgumentException("The bytes do not have their sum");
    }
    expectEnd();
  }

  /** Expects that nothing follows. */
  public void expectEnd() {
    if (at != content.length) {
      throw new IllegalArgumentException("Bytes follow the end of a command at " + at);
    }
  }

  private void require(int count) {
    if (count < 0 || count > content.length - at) {
      throw new IllegalArgumentException("A command is cut or broken at byte " + at);
    }
  }
}
