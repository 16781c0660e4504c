package org.quorama.remote.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.chunk.ChunkMessage.GrantReply;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkMessage.Read;
import org.quorama.chunk.ChunkMessage.Write;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.ErrorCode;

/** The form of what is said about chunks, in remote calls and on streams. Stateless. */
public final class ChunkForm {
  /** The kinds stand in one row with those of {@link RaftForm}, which are lower. */
  private static final int GRANT = 16;

  private static final int GRANT_REPLY = 17;

  private static final ErrorCode[] CODES = ErrorCode.values();

  private ChunkForm() {}

  /**
   * Writes a message that is said in remote calls for many writes, with its kind in front.
   *
   * @param out where to
   * @param content what to write
   * @return false, and nothing is written, if it is something else
   * @throws IOException if it cannot be written
   */
  public static boolean write(DataOutput out, Object content) throws IOException {
    if (content instanceof Grant grant) {
      out.writeByte(GRANT);
      writeGrant(out, grant);
    } else if (content instanceof GrantReply reply) {
      out.writeByte(GRANT_REPLY);
      out.writeBoolean(reply.accepted());
      out.writeLong(reply.lengthBytes());
    } else {
      return false;
    }
    return true;
  }

  /**
   * Reads what {@link #write} wrote behind its kind.
   *
   * @param kind which kind
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static ChunkMessage read(int kind, DataInput in) throws IOException {
    return switch (kind) {
      case GRANT -> readGrant(in);
      case GRANT_REPLY -> new GrantReply(in.readBoolean(), in.readLong());
      default -> throw new InvalidObjectException("No message has kind " + kind);
    };
  }

  private static void writeGrant(DataOutput out, Grant grant) throws IOException {
    writeChunk(out, grant.chunk(), grant.version());
    out.writeBoolean(grant.fresh());
    WireForm.writeNode(out, grant.primary());
    WireForm.writeList(out, grant.replicas(), WireForm::writeNode);
    out.writeLong(grant.lease().toNanos());
  }

  private static Grant readGrant(DataInput in) throws IOException {
    ChunkId chunk = readChunk(in);
    ChunkVersion version = readVersion(in);
    boolean fresh = in.readBoolean();
    NodeId primary = WireForm.readNode(in);
    List<NodeId> replicas = WireForm.readList(in, WireForm::readNode);
    return new Grant(chunk, version, fresh, primary, replicas, Duration.ofNanos(in.readLong()));
  }

  /**
   * Writes a client's order.
   *
   * @param out where to
   * @param write what to write
   * @throws IOException if it cannot be written
   */
  public static void writeWrite(DataOutput out, Write write) throws IOException {
    writeChunk(out, write.chunk(), write.version());
    MutationForm.write(out, write.mutation());
  }

  /**
   * Reads a client's order.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static Write readWrite(DataInput in) throws IOException {
    return new Write(readChunk(in), readVersion(in), MutationForm.read(in));
  }

  /**
   * Writes a primary's order.
   *
   * @param out where to
   * @param mutate what to write
   * @throws IOException if it cannot be written
   */
  public static void writeMutate(DataOutput out, Mutate mutate) throws IOException {
    writeChunk(out, mutate.chunk(), mutate.version());
    out.writeLong(mutate.serial());
    MutationForm.write(out, mutate.mutation());
  }

  /**
   * Reads a primary's order.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static Mutate readMutate(DataInput in) throws IOException {
    return new Mutate(readChunk(in), readVersion(in), in.readLong(), MutationForm.read(in));
  }

  /**
   * Writes what became of an order or a push.
   *
   * @param out where to
   * @param reply what to write, with at most 32 nodes
   * @throws IOException if it cannot be written
   */
  public static void writeReply(DataOutput out, MutationReply reply) throws IOException {
    WireForm.writeEnum(out, reply.code());
    WireForm.writeNodes(out, reply.failed());
    out.writeLong(reply.offset());
  }

  /**
   * Reads what became of an order or a push.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static MutationReply readReply(DataInput in) throws IOException {
    return new MutationReply(WireForm.readEnum(in, CODES), WireForm.readNodes(in), in.readLong());
  }

  /**
   * Writes which bytes of a replica are wanted.
   *
   * @param out where to
   * @param read what to write
   * @throws IOException if it cannot be written
   */
  public static void writeRead(DataOutput out, Read read) throws IOException {
    writeChunk(out, read.chunk(), read.version());
    writeRange(out, read.range());
  }

  /**
   * Reads which bytes of a replica are wanted.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   */
  public static Read readRead(DataInput in) throws IOException {
    return new Read(readChunk(in), readVersion(in), readRange(in));
  }

  static void writeChunk(DataOutput out, ChunkId chunk, ChunkVersion version) throws IOException {
    out.writeLong(chunk.value());
    out.writeLong(version.number());
  }

  static ChunkId readChunk(DataInput in) throws IOException {
    return new ChunkId(in.readLong());
  }

  static ChunkVersion readVersion(DataInput in) throws IOException {
    return new ChunkVersion(in.readLong());
  }

  static void writeRange(DataOutput out, ByteRange range) throws IOException {
    out.writeLong(range.offset());
    out.writeInt(range.length());
  }

  static ByteRange readRange(DataInput in) throws IOException {
    return new ByteRange(in.readLong(), in.readInt());
  }
}
