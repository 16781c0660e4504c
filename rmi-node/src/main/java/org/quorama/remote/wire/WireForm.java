package org.quorama.remote.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;

/** The fields that several forms share. Stateless. */
public final class WireForm {
  private static final int MAX_COUNT = 1 << 16;

  private static final int MAX_BYTES = 4 << 20;

  private WireForm() {}

  /**
   * Writes one item of a list.
   *
   * @param <T> its type
   */
  public interface Writer<T> {
    /**
     * Writes it.
     *
     * @param out where to
     * @param item what to write
     * @throws IOException if it cannot be written
     */
    void write(ObjectOutput out, T item) throws IOException;
  }

  /**
   * Reads one item of a list.
   *
   * @param <T> its type
   */
  public interface Reader<T> {
    /**
     * Reads it.
     *
     * @param in where from
     * @throws IOException if it cannot be read, or makes no sense
     * @throws ClassNotFoundException if nothing here knows the class of a part
     */
    T read(ObjectInput in) throws IOException, ClassNotFoundException;
  }

  /**
   * Writes a list.
   *
   * @param out where to
   * @param items at most 65,536
   * @param writer writes each of them
   * @param <T> their type
   * @throws IOException if they are too many or cannot be written
   */
  public static <T> void writeList(ObjectOutput out, List<T> items, Writer<T> writer)
      throws IOException {
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
   * @param <T> their type
   * @throws IOException if they are too many, cannot be read or make no sense
   * @throws ClassNotFoundException if nothing here knows the class of a part
   */
  public static <T> List<T> readList(ObjectInput in, Reader<T> reader)
      throws IOException, ClassNotFoundException {
    int count = bounded(in.readInt(), MAX_COUNT);
    List<T> items = new ArrayList<>(Math.min(count, 256));
    for (int i = 0; i < count; i++) {
      items.add(reader.read(in));
    }
    return items;
  }

  /**
   * Writes bytes.
   *
   * @param out where to
   * @param bytes what to write
   * @throws IOException if they cannot be written
   */
  public static void writeBytes(ObjectOutput out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.unsafeArray());
  }

  /**
   * Reads bytes.
   *
   * @param in where from
   * @throws IOException if they are too many or cannot be read
   */
  public static Bytes readBytes(ObjectInput in) throws IOException {
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
  public static void writeNode(ObjectOutput out, @Nullable NodeId node) throws IOException {
    out.writeUTF(node == null ? "" : node.value());
  }

  /**
   * Reads a node's id.
   *
   * @param in where from
   * @return whose, null for none
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static @Nullable NodeId readNodeOrNone(ObjectInput in) throws IOException {
    String id = in.readUTF();
    return id.isEmpty() ? null : NodeId.of(id);
  }

  /**
   * Reads a node's id.
   *
   * @param in where from
   * @throws IOException if it cannot be read
   */
  public static NodeId readNode(ObjectInput in) throws IOException {
    return NodeId.of(in.readUTF());
  }

  /** Both sides run the same program, as the places of enums are part of no format that stays. */
  @SuppressWarnings("EnumOrdinal")
  static void writeEnum(ObjectOutput out, Enum<?> value) throws IOException {
    out.writeByte(value.ordinal());
  }

  static <E extends Enum<E>> E readEnum(ObjectInput in, E[] values) throws IOException {
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

  private static int bounded(int value, int most) throws InvalidObjectException {
    if (value < 0 || value > most) {
      throw new InvalidObjectException(value + " is not from 0 to " + most);
    }
    return value;
  }
}
