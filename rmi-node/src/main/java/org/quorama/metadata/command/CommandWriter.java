package org.quorama.metadata.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;

/** Writes big-endian numbers and UTF-8 texts into an array that grows. */
public final class CommandWriter {
  private static final int CAPACITY = 64;

  private byte[] content;
  private int length;

  /** Makes one for a command. */
  public CommandWriter() {
    this(CAPACITY);
  }

  /**
   * Makes one for more.
   *
   * @param capacityBytes how much is expected; more is slower, and no error
   */
  public CommandWriter(int capacityBytes) {
    content = new byte[Math.max(CAPACITY, capacityBytes)];
  }

  /** Returns where so many bytes go. */
  private int reserve(int bytes) {
    if (bytes > content.length - length) {
      content = Arrays.copyOf(content, Math.max(2 * content.length, length + bytes));
    }
    int place = length;
    length += bytes;
    return place;
  }

  /**
   * Writes the lowest byte of a number.
   *
   * @param value the number
   */
  public void writeByte(int value) {
    int place = reserve(1);
    content[place] = (byte) value;
  }

  /**
   * Writes four bytes.
   *
   * @param value the number
   */
  public void writeInt(int value) {
    int place = reserve(Integer.BYTES);
    content[place] = (byte) (value >>> 24);
    content[place + 1] = (byte) (value >>> 16);
    content[place + 2] = (byte) (value >>> 8);
    content[place + 3] = (byte) value;
  }

  /**
   * Writes eight bytes.
   *
   * @param value the number
   */
  public void writeLong(long value) {
    writeInt((int) (value >>> 32));
    writeInt((int) value);
  }

  /**
   * Writes a text behind its length.
   *
   * @param text the text
   */
  public void writeText(String text) {
    writeArray(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes behind their length.
   *
   * @param bytes the bytes
   */
  public void writeBytes(Bytes bytes) {
    writeArray(bytes.unsafeArray());
  }

  private void writeArray(byte[] encoded) {
    writeInt(encoded.length);
    int place = reserve(encoded.length);
    System.arraycopy(encoded, 0, content, place, encoded.length);
  }

  /**
   * Writes the names of a path behind their count.
   *
   * @param path the path
   */
  public void writePath(FilePath path) {
    writeInt(path.names().size());
    path.names().forEach(this::writeText);
  }

  /**
   * Writes the name of a sync mode.
   *
   * @param sync the mode
   */
  public void writeSync(SyncMode sync) {
    writeText(sync.name());
  }

  /**
   * Writes nodes behind their count.
   *
   * @param nodes the nodes
   */
  public void writeNodes(List<NodeId> nodes) {
    writeInt(nodes.size());
    nodes.forEach(node -> writeText(node.value()));
  }

  /** Writes a sum of all bytes so far, for {@link CommandReader#expectSum}. */
  public void writeSum() {
    writeInt(sum(content, length));
  }

  static int sum(byte[] content, int length) {
    int sum = length;
    for (int i = 0; i < length; i++) {
      sum = 31 * sum + content[i];
    }
    return sum;
  }

  /** Returns all that was written. */
  public Bytes bytes() {
    return Bytes.wrap(Arrays.copyOf(content, length));
  }
}
