package org.quorama.remote.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;

/** How the orders that belong to the bytes are written on a stream. Stateless. */
final class MutationForm {
  private static final int WRITE = 1;
  private static final int APPEND = 2;
  private static final int PAD = 3;
  private static final int TRUNCATE = 4;
  private static final int SYNC = 5;

  private MutationForm() {}

  static void write(DataOutputStream out, ChunkMessage.Write write) throws IOException {
    out.writeLong(write.chunk().value());
    out.writeLong(write.version().number());
    write(out, write.mutation());
  }

  static ChunkMessage.Write readWrite(DataInputStream in) throws IOException {
    return new ChunkMessage.Write(
        new ChunkId(in.readLong()), new ChunkVersion(in.readLong()), read(in));
  }

  static void write(DataOutputStream out, ChunkMessage.Mutate mutate) throws IOException {
    out.writeLong(mutate.chunk().value());
    out.writeLong(mutate.version().number());
    out.writeLong(mutate.serial());
    write(out, mutate.mutation());
  }

  static ChunkMessage.Mutate readMutate(DataInputStream in) throws IOException {
    return new ChunkMessage.Mutate(
        new ChunkId(in.readLong()), new ChunkVersion(in.readLong()), in.readLong(), read(in));
  }

  private static void write(DataOutputStream out, Mutation mutation) throws IOException {
    if (mutation instanceof Mutation.WriteData write) {
      out.writeByte(WRITE);
      writeRange(out, write.range());
      writeData(out, write.data(), write.force());
    } else if (mutation instanceof Mutation.AppendData append) {
      out.writeByte(APPEND);
      out.writeInt(append.lengthBytes());
      writeData(out, append.data(), append.force());
    } else if (mutation instanceof Mutation.Pad pad) {
      out.writeByte(PAD);
      writeRange(out, pad.range());
    } else if (mutation instanceof Mutation.Truncate truncate) {
      out.writeByte(TRUNCATE);
      out.writeLong(truncate.lengthBytes());
    } else {
      out.writeByte(SYNC);
    }
  }

  private static Mutation read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case WRITE -> new Mutation.WriteData(readRange(in), readData(in), in.readBoolean());
      case APPEND -> new Mutation.AppendData(in.readInt(), readData(in), in.readBoolean());
      case PAD -> new Mutation.Pad(readRange(in));
      case TRUNCATE -> new Mutation.Truncate(in.readLong());
      case SYNC -> new Mutation.Sync();
      default -> throw new InvalidObjectException("No mutation is numbered " + kind);
    };
  }

  private static void writeData(DataOutputStream out, DataId data, boolean force)
      throws IOException {
    out.writeLong(data.client());
    out.writeLong(data.sequence());
    out.writeBoolean(force);
  }

  private static DataId readData(DataInputStream in) throws IOException {
    return new DataId(in.readLong(), in.readLong());
  }

  private static void writeRange(DataOutputStream out, ByteRange range) throws IOException {
    out.writeLong(range.offset());
    out.writeInt(range.length());
  }

  static ByteRange readRange(DataInputStream in) throws IOException {
    return new ByteRange(in.readLong(), in.readInt());
  }
}
