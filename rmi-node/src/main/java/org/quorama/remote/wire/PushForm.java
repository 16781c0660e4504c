package org.quorama.remote.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;
import org.quorama.storage.BlockSums;

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
   * Writes what comes in front of the bytes of data.
   *
   * @param out where to
   * @param data what to write
   * @throws IOException if it cannot be written
   */
  public static void writeHead(DataOutput out, PushedData data) throws IOException {
    writeId(out, data.id());
    WireForm.writeNodes(out, data.next());
    out.writeInt(data.length());
    for (int block = 0; block < data.sums().count(); block++) {
      out.writeInt(data.sums().at(block));
    }
  }

  /**
   * What comes in front of the bytes of data.
   *
   * @param id of the data
   * @param next the chain it goes along
   * @param length how many bytes follow
   * @param sums of the bytes
   */
  public record Head(DataId id, List<NodeId> next, int length, BlockSums sums) {
    /**
     * Returns the data.
     *
     * @param bytes which follow the head
     */
    public PushedData of(ByteBuffer bytes) {
      return new PushedData(id, bytes, sums, next);
    }
  }

  /**
   * Reads what comes in front of the bytes of data.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static Head readHead(DataInput in) throws IOException {
    DataId id = readId(in);
    List<NodeId> next = WireForm.readNodes(in);
    int length = WireForm.bounded(in.readInt(), PushedData.MAX_BYTES);
    int[] sums = new int[BlockSums.blocks(length)];
    for (int block = 0; block < sums.length; block++) {
      sums[block] = in.readInt();
    }
    return new Head(id, next, length, BlockSums.wrap(sums));
  }

  static void writeId(DataOutput out, DataId id) throws IOException {
    out.writeLong(id.client());
    out.writeLong(id.sequence());
  }

  static DataId readId(DataInput in) throws IOException {
    return new DataId(in.readLong(), in.readLong());
  }
}
