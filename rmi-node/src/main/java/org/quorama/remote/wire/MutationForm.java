package org.quorama.remote.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;

/** The form of what is ordered for a chunk. Stateless. */
final class MutationForm {
  private static final int WRITE = 1;
  private static final int APPEND = 2;
  private static final int PAD = 3;
  private static final int TRUNCATE = 4;
  private static final int SYNC = 5;
  private static final int FIRST = 6;

  private MutationForm() {}

  static void write(DataOutput out, Mutation mutation) throws IOException {
    if (mutation instanceof Mutation.WriteData write) {
      out.writeByte(WRITE);
      writeWrite(out, write);
    } else if (mutation instanceof Mutation.FirstWrite first) {
      out.writeByte(FIRST);
      writeWrite(out, first.write());
      WireForm.writeNodes(out, first.replicas());
    } else if (mutation instanceof Mutation.AppendData append) {
      out.writeByte(APPEND);
      out.writeInt(append.lengthBytes());
      writeData(out, append.data(), append.force());
    } else if (mutation instanceof Mutation.Pad pad) {
      out.writeByte(PAD);
      ChunkForm.writeRange(out, pad.range());
    } else if (mutation instanceof Mutation.Truncate truncate) {
      out.writeByte(TRUNCATE);
      out.writeLong(truncate.lengthBytes());
    } else if (mutation instanceof Mutation.Sync) {
      out.writeByte(SYNC);
    } else {
      throw new InvalidObjectException("Nothing says how this is written: " + mutation);
    }
  }

  static Mutation read(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case WRITE -> readWrite(in);
      case FIRST -> new Mutation.FirstWrite(readWrite(in), WireForm.readNodes(in));
      case APPEND -> new Mutation.AppendData(in.readInt(), PushForm.readId(in), in.readBoolean());
      case PAD -> new Mutation.Pad(ChunkForm.readRange(in));
      case TRUNCATE -> new Mutation.Truncate(in.readLong());
      case SYNC -> new Mutation.Sync();
      default -> throw new InvalidObjectException("No mutation is numbered " + kind);
    };
  }

  private static void writeWrite(DataOutput out, Mutation.WriteData write) throws IOException {
    ChunkForm.writeRange(out, write.range());
    writeData(out, write.data(), write.force());
  }

  private static Mutation.WriteData readWrite(DataInput in) throws IOException {
    return new Mutation.WriteData(ChunkForm.readRange(in), PushForm.readId(in), in.readBoolean());
  }

  private static void writeData(DataOutput out, DataId data, boolean force) throws IOException {
    PushForm.writeId(out, data);
    out.writeBoolean(force);
  }
}
