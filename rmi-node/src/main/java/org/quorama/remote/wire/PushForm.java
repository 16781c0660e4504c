package org.quorama.remote.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;

/** The form of bytes on their way, and of who sends something. Stateless. */
public final class PushForm {
  private PushForm() {}

  /**
   * Writes who sends something.
   *
   * @param out where to
   * @param stamp what to write
   * @throws IOException if it cannot be written
   */
  public static void writeStamp(DataOutput out, Stamp stamp) throws IOException {
    WireForm.writeNode(out, stamp.from());
    out.writeLong(stamp.incarnation());
    out.writeLong(stamp.lamport());
    out.writeUTF(stamp.messageId());
  }

  /**
   * Reads who sends something.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static Stamp readStamp(DataInput in) throws IOException {
    return new Stamp(WireForm.readNode(in), in.readLong(), in.readLong(), in.readUTF());
  }

  /**
   * Writes data and the chain it goes along.
   *
   * @param out where to
   * @param data what to write
   * @throws IOException if it cannot be written
   */
  public static void writeData(DataOutput out, PushedData data) throws IOException {
    writeId(out, data.id());
    out.writeInt(data.crc32c());
    WireForm.writeNodes(out, data.next());
    WireForm.writeBytes(out, data.bytes());
  }

  /**
   * Reads data and the chain it goes along.
   *
   * @param in where from
   * @param room returns an array of a length, at most {@link PushedData#MAX_BYTES}, for the bytes
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static PushedData readData(DataInput in, IntFunction<byte[]> room) throws IOException {
    DataId id = readId(in);
    int crc = in.readInt();
    List<NodeId> next = WireForm.readNodes(in);
    return new PushedData(id, WireForm.readBytes(in, PushedData.MAX_BYTES, room), crc, next);
  }

  static void writeId(DataOutput out, DataId id) throws IOException {
    out.writeLong(id.client());
    out.writeLong(id.sequence());
  }

  static DataId readId(DataInput in) throws IOException {
    return new DataId(in.readLong(), in.readLong());
  }
}
