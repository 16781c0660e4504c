package org.quorama.remote.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.chunk.ChunkMessage.GrantReply;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkMessage.Write;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.ErrorCode;

/** The form of what is said about chunks for every write. Stateless. */
public final class ChunkForm {
  private static final int OTHER = 0;
  private static final int GRANT = 1;
  private static final int GRANT_REPLY = 2;
  private static final int WRITE = 3;
  private static final int MUTATE = 4;
  private static final int MUTATION_REPLY = 5;

  private static final int WRITE_DATA = 1;
  private static final int APPEND_DATA = 2;
  private static final int SYNC = 3;

  private static final ErrorCode[] CODES = ErrorCode.values();

  private ChunkForm() {}

  /**
   * Writes a message, or anything else that Java can write.
   *
   * @param out where to
   * @param content what to write
   * @throws IOException if it cannot be written
   */
  public static void write(ObjectOutput out, Object content) throws IOException {
    if (content instanceof Write write) {
      out.writeByte(WRITE);
      writeChunk(out, write.chunk(), write.version());
      writeMutation(out, write.mutation());
    } else if (content instanceof Mutate mutate) {
      out.writeByte(MUTATE);
      writeChunk(out, mutate.chunk(), mutate.version());
      out.writeLong(mutate.serial());
      writeMutation(out, mutate.mutation());
    } else if (content instanceof MutationReply reply) {
      out.writeByte(MUTATION_REPLY);
      WireForm.writeEnum(out, reply.code());
      WireForm.writeList(out, reply.failed(), WireForm::writeNode);
      out.writeLong(reply.offset());
    } else if (content instanceof Grant grant) {
      out.writeByte(GRANT);
      write(out, grant);
    } else if (content instanceof GrantReply reply) {
      out.writeByte(GRANT_REPLY);
      out.writeBoolean(reply.accepted());
      out.writeLong(reply.lengthBytes());
    } else {
      out.writeByte(OTHER);
      out.writeObject(content);
    }
  }

  private static void write(ObjectOutput out, Grant grant) throws IOException {
    writeChunk(out, grant.chunk(), grant.version());
    out.writeBoolean(grant.fresh());
    WireForm.writeNode(out, grant.primary());
    WireForm.writeList(out, grant.replicas(), WireForm::writeNode);
    out.writeLong(grant.lease().toNanos());
  }

  static void writeChunk(ObjectOutput out, ChunkId chunk, ChunkVersion version) throws IOException {
    out.writeLong(chunk.value());
    out.writeLong(version.number());
  }

  private static void writeMutation(ObjectOutput out, Mutation mutation) throws IOException {
    if (mutation instanceof Mutation.WriteData write) {
      out.writeByte(WRITE_DATA);
      out.writeLong(write.range().offset());
      out.writeInt(write.range().length());
      writeDataId(out, write.data());
      out.writeBoolean(write.force());
    } else if (mutation instanceof Mutation.AppendData append) {
      out.writeByte(APPEND_DATA);
      out.writeInt(append.lengthBytes());
      writeDataId(out, append.data());
      out.writeBoolean(append.force());
    } else if (mutation instanceof Mutation.Sync) {
      out.writeByte(SYNC);
    } else {
      out.writeByte(OTHER);
      out.writeObject(mutation);
    }
  }

  /**
   * Writes the name of pushed data.
   *
   * @param out where to
   * @param id what to write
   * @throws IOException if it cannot be written
   */
  public static void writeDataId(ObjectOutput out, DataId id) throws IOException {
    out.writeLong(id.client());
    out.writeLong(id.sequence());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   * @throws ClassNotFoundException if nothing here knows its class
   */
  public static Object read(ObjectInput in) throws IOException, ClassNotFoundException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case WRITE -> new Write(readChunk(in), readVersion(in), readMutation(in));
      case MUTATE -> new Mutate(readChunk(in), readVersion(in), in.readLong(), readMutation(in));
      case MUTATION_REPLY ->
          new MutationReply(
              WireForm.readEnum(in, CODES),
              WireForm.readList(in, WireForm::readNode),
              in.readLong());
      case GRANT -> readGrant(in);
      case GRANT_REPLY -> new GrantReply(in.readBoolean(), in.readLong());
      case OTHER -> in.readObject();
      default -> throw new InvalidObjectException("No message about chunks has kind " + kind);
    };
  }

  private static Grant readGrant(ObjectInput in) throws IOException, ClassNotFoundException {
    ChunkId chunk = readChunk(in);
    ChunkVersion version = readVersion(in);
    boolean fresh = in.readBoolean();
    NodeId primary = WireForm.readNode(in);
    List<NodeId> replicas = WireForm.readList(in, WireForm::readNode);
    return new Grant(chunk, version, fresh, primary, replicas, Duration.ofNanos(in.readLong()));
  }

  static ChunkId readChunk(ObjectInput in) throws IOException {
    return new ChunkId(in.readLong());
  }

  static ChunkVersion readVersion(ObjectInput in) throws IOException {
    return new ChunkVersion(in.readLong());
  }

  private static Mutation readMutation(ObjectInput in) throws IOException, ClassNotFoundException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case WRITE_DATA ->
          new Mutation.WriteData(
              new ByteRange(in.readLong(), in.readInt()), readDataId(in), in.readBoolean());
      case APPEND_DATA -> new Mutation.AppendData(in.readInt(), readDataId(in), in.readBoolean());
      case SYNC -> new Mutation.Sync();
      case OTHER -> WireForm.expected(Mutation.class, in.readObject());
      default -> throw new InvalidObjectException("No mutation has kind " + kind);
    };
  }

  /**
   * Reads the name of pushed data.
   *
   * @param in where from
   * @throws IOException if it cannot be read
   */
  public static DataId readDataId(ObjectInput in) throws IOException {
    return new DataId(in.readLong(), in.readLong());
  }
}
