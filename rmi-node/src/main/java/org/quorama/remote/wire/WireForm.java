package org.quorama.remote.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;

/** The fields that several forms share. Stateless. */
public final class WireForm {
  private static final int MAX_COUNT = 1 << 16;

  private static final int MAX_NODES = 32;

  private static final int MAX_BYTES = 4 << 20;

  private WireForm() {}

  /**
   * Writes one item of a list.
   *
   * @param <O> where to
   * @param <T> its type
   */
  public interface Writer<O extends DataOutput, T> {
    /**
     * Writes it.
     *
     * @param out where to
     * @param item what to write
     * @throws IOException if it cannot be written
     */
    void write(O out, T item) throws IOException;
  }

  /**
   * Reads one item of a list.
   *
   * @param <I> where from
   * @param <T> its type
   * @param <E> thrown if nothing here knows the class of a part
   */
  public interface Reader<I extends DataInput, T, E extends Exception> {
    /**
     * Reads it.
     *
     * @param in where from
     * @throws IOException if it cannot be read, or makes no sense
     * @throws E if nothing here knows the class of a part
     */
    T read(I in) throws IOException, E;
  }

  /**
   * Writes a list.
   *
   * @param out where to
   * @param items at most 65,536
   * @param writer writes each of them
   * @param <O> where to
   * @param <T> their type
   * @throws IOException if they are too many or cannot be written
   */
  public static <O extends DataOutput, T> void writeList(
      O out, List<T> items, Writer<? super O, T> writer) throws IOException {
    if (items.size() > MAX_COUNT) {
      throw new InvalidObjectException(items.size() + " items are too many for one call");
    }
    out.writeInt(items.size());
    for (T item : items) {
      writer.write(out, item);
    }
  }

  /**
   * Reads a list.
   *
   * @param in where from
   * @param reader reads each item
   * @param <I> where from
   * @param <T> their type
   * @param <E> thrown if nothing here knows the class of a part
   * @throws IOException if they are too many, cannot be read or make no sense
   * @throws E if nothing here knows the class of a part
   */
  public static <I extends DataInput, T, E extends Exception> List<T> readList(
      I in, Reader<? super I, T, E> reader) throws IOException, E {
    int count = bounded(in.readInt(), MAX_COUNT);
    List<T> items = new ArrayList<>(Math.min(count, 256));
    for (int i = 0; i < count; i++) {
      items.add(reader.read(in));
    }
    return items;
  }

  /**
   * Writes the nodes of a chain.
   *
   * @param out where to
   * @param nodes at most 32
   * @throws IOException if they are too many or cannot be written
   */
  public static void writeNodes(DataOutput out, List<NodeId> nodes) throws IOException {
    out.writeByte(bounded(nodes.size(), MAX_NODES));
    for (NodeId node : nodes) {
      writeNode(out, node);
    }
  }

  /**
   * Reads the nodes of a chain.
   *
   * @param in where from
   * @throws IOException if they are too many or cannot be read
   */
  public static List<NodeId> readNodes(DataInput in) throws IOException {
    int count = bounded(in.readUnsignedByte(), MAX_NODES);
    List<NodeId> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(readNode(in));
    }
    return nodes;
  }

  /**
   * Writes bytes.
   *
   * @param out where to
   * @param bytes what to write
   * @throws IOException if they cannot be written
   */
  public static void writeBytes(DataOutput out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.unsafeArray());
  }

  /**
   * Reads bytes.
   *
   * @param in where from
   * @throws IOException if they are too many or cannot be read
   */
  public static Bytes readBytes(DataInput in) throws IOException {
    byte[] content = new byte[bounded(in.readInt(), MAX_BYTES)];
    in.readFully(content);
    return Bytes.wrap(content);
  }

  /**
   * Writes a node's id.
   *
   * @param out where to
   * @param node whose, null for none
   * @throws IOException if it cannot be written
   */
  public static void writeNode(DataOutput out, @Nullable NodeId node) throws IOException {
    out.writeUTF(node == null ? "" : node.value());
  }

  /**
   * Reads a node's id.
   *
   * @param in where from
   * @return whose, null for none
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static @Nullable NodeId readNodeOrNone(DataInput in) throws IOException {
    String id = in.readUTF();
    return id.isEmpty() ? null : NodeId.of(id);
  }

  /**
   * Reads a node's id.
   *
   * @param in where from
   * @throws IOException if it cannot be read
   */
  public static NodeId readNode(DataInput in) throws IOException {
    return NodeId.of(in.readUTF());
  }

  /**
   * Writes which value of an enum it is. Both sides run the same program, as the places of enums
   * are part of no format that stays.
   *
   * @param out where to
   * @param value what to write
   * @throws IOException if it cannot be written
   */
  @SuppressWarnings("EnumOrdinal")
  public static void writeEnum(DataOutput out, Enum<?> value) throws IOException {
    out.writeByte(value.ordinal());
  }

  /**
   * Reads which value of an enum it is.
   *
   * @param in where from
   * @param values all there are
   * @param <E> their type
   * @throws IOException if it cannot be read, or there is none
   */
  public static <E extends Enum<E>> E readEnum(DataInput in, E[] values) throws IOException {
    return values[bounded(in.readUnsignedByte(), values.length - 1)];
  }

  /**
   * Returns what was read, if it is of a type.
   *
   * @param type which
   * @param read what was read
   * @param <T> the type
   * @throws InvalidObjectException if it is of another
   */
  public static <T> T expected(Class<T> type, Object read) throws InvalidObjectException {
    if (!type.isInstance(read)) {
      throw new InvalidObjectException("Not a " + type.getSimpleName());
    }
    return type.cast(read);
  }

  /**
   * Returns a number if it has bounds.
   *
   * @param value which number
   * @param most the most it may be; the least is 0
   * @throws InvalidObjectException if it is less or more
   */
  public static int bounded(int value, int most) throws InvalidObjectException {
    if (value < 0 || value > most) {
      throw new InvalidObjectException(value + " is not from 0 to " + most);
    }
    return value;
  }
}
