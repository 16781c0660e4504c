package org.quorama.remote.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;

/**
 * How questions and answers are written on a stream, with bounds on all that arrives. Stateless.
 */
final class StreamForm {
  static final int PUSH = 1;
  static final int PASS = 2;
  static final int READ = 3;
  static final int WRITE = 4;
  static final int MUTATE = 5;

  /** The most bytes of a block of an answer. */
  static final int MAX_BLOCK = 64 << 10;

  private static final int ANSWERED = 0;
  private static final int REFUSED = 1;
  private static final int MAX_REASON = 1024;
  private static final int MAX_NODES = 32;
  private static final ErrorCode[] CODES = ErrorCode.values();

  private StreamForm() {}

  static void writePush(DataOutputStream out, PushedData data) throws IOException {
    out.writeByte(PUSH);
    writeData(out, data);
  }

  static void writePass(DataOutputStream out, Stamp stamp, PushedData data) throws IOException {
    out.writeByte(PASS);
    writeStamp(out, stamp);
    writeData(out, data);
  }

  private static void writeStamp(DataOutputStream out, Stamp stamp) throws IOException {
    out.writeUTF(stamp.from().value());
    out.writeLong(stamp.incarnation());
    out.writeLong(stamp.lamport());
    out.writeUTF(stamp.messageId());
  }

  static Stamp readStamp(DataInputStream in) throws IOException {
    return made(
        () -> new Stamp(NodeId.of(in.readUTF()), in.readLong(), in.readLong(), in.readUTF()));
  }

  private static void writeData(DataOutputStream out, PushedData data) throws IOException {
    out.writeLong(data.id().client());
    out.writeLong(data.id().sequence());
    out.writeInt(data.crc32c());
    writeNodes(out, data.next());
    writeBytes(out, data.bytes());
  }

  static PushedData readData(DataInputStream in, Room room) throws IOException {
    return made(
        () -> {
          DataId id = new DataId(in.readLong(), in.readLong());
          int crc = in.readInt();
          List<NodeId> next = readNodes(in);
          return new PushedData(id, readBytes(in, room), crc, next);
        });
  }

  static void writeRead(DataOutputStream out, ChunkMessage.Read read) throws IOException {
    out.writeByte(READ);
    out.writeLong(read.chunk().value());
    out.writeLong(read.version().number());
    out.writeLong(read.range().offset());
    out.writeInt(read.range().length());
  }

  static ChunkMessage.Read readRead(DataInputStream in) throws IOException {
    return made(
        () ->
            new ChunkMessage.Read(
                new ChunkId(in.readLong()),
                new ChunkVersion(in.readLong()),
                MutationForm.readRange(in)));
  }

  static void writeWrite(DataOutputStream out, ChunkMessage.Write write) throws IOException {
    out.writeByte(WRITE);
    MutationForm.write(out, write);
  }

  static ChunkMessage.Write readWrite(DataInputStream in) throws IOException {
    return made(() -> MutationForm.readWrite(in));
  }

  static void writeMutate(DataOutputStream out, Stamp stamp, ChunkMessage.Mutate mutate)
      throws IOException {
    out.writeByte(MUTATE);
    writeStamp(out, stamp);
    MutationForm.write(out, mutate);
  }

  static ChunkMessage.Mutate readMutate(DataInputStream in) throws IOException {
    return made(() -> MutationForm.readMutate(in));
  }

  /** The node has no answer; the stream goes on. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  static void writeRefusal(DataOutputStream out, String why) throws IOException {
    out.writeByte(REFUSED);
    out.writeUTF(why.substring(0, Math.min(why.length(), MAX_REASON)));
  }

  private static void readAnswered(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != ANSWERED) {
      throw new RefusedException(in.readUTF());
    }
  }

  static void writeAnswer(DataOutputStream out, MutationReply reply) throws IOException {
    out.writeByte(ANSWERED);
    writeReply(out, reply);
  }

  static MutationReply readAnswer(DataInputStream in) throws IOException {
    readAnswered(in);
    return readReply(in);
  }

  static void writeStampedAnswer(DataOutputStream out, Stamped<MutationReply> reply)
      throws IOException {
    out.writeByte(ANSWERED);
    writeStamp(out, reply.stamp());
    writeReply(out, reply.content());
  }

  static Stamped<MutationReply> readStampedAnswer(DataInputStream in) throws IOException {
    readAnswered(in);
    return new Stamped<>(readStamp(in), readReply(in));
  }

  private static void writeReply(DataOutputStream out, MutationReply reply) throws IOException {
    writeCode(out, reply.code());
    writeNodes(out, reply.failed());
    out.writeLong(reply.offset());
  }

  private static MutationReply readReply(DataInputStream in) throws IOException {
    return made(() -> new MutationReply(readCode(in), readNodes(in), in.readLong()));
  }

  static void writeReadEnd(DataOutputStream out, ErrorCode code, int sum) throws IOException {
    out.writeInt(0);
    writeCode(out, code);
    out.writeInt(sum);
  }

  /** Reads blocks up to the end, which says whether they are of use. */
  static ReadReply readBlocks(DataInputStream in, byte[] bytes) throws IOException {
    int done = 0;
    int length = bounded(in.readInt(), Math.min(MAX_BLOCK, bytes.length));
    while (length > 0) {
      in.readFully(bytes, done, length);
      done += length;
      length = bounded(in.readInt(), Math.min(MAX_BLOCK, bytes.length - done));
    }
    ErrorCode code = readCode(in);
    int sum = in.readInt();
    if (code != ErrorCode.NONE) {
      return new ReadReply(code, Bytes.EMPTY, 0);
    }
    byte[] whole = done == bytes.length ? bytes : Arrays.copyOf(bytes, done);
    return new ReadReply(code, Bytes.wrap(whole), sum);
  }

  /** Both sides run the same program, as the places of enums are part of no format that stays. */
  @SuppressWarnings("EnumOrdinal")
  private static void writeCode(DataOutputStream out, ErrorCode code) throws IOException {
    out.writeByte(code.ordinal());
  }

  private static ErrorCode readCode(DataInputStream in) throws IOException {
    return CODES[bounded(in.readUnsignedByte(), CODES.length - 1)];
  }

  private static void writeNodes(DataOutputStream out, List<NodeId> nodes) throws IOException {
    out.writeByte(nodes.size());
    for (NodeId node : nodes) {
      out.writeUTF(node.value());
    }
  }

  private static List<NodeId> readNodes(DataInputStream in) throws IOException {
    int count = bounded(in.readUnsignedByte(), MAX_NODES);
    List<NodeId> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(NodeId.of(in.readUTF()));
    }
    return nodes;
  }

  private static void writeBytes(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.unsafeArray());
  }

  /** Where bytes find room. */
  interface Room {
    byte[] of(int length);
  }

  private static Bytes readBytes(DataInputStream in, Room room) throws IOException {
    byte[] content = room.of(bounded(in.readInt(), PushedData.MAX_BYTES));
    in.readFully(content);
    return Bytes.wrap(content);
  }

  private static int bounded(int value, int most) throws InvalidObjectException {
    if (value < 0 || value > most) {
      throw new InvalidObjectException(value + " is not from 0 to " + most);
    }
    return value;
  }

  private interface Maker<T> {
    T make() throws IOException;
  }

  /** Makes something of what arrived; what makes no sense ends the connection. */
  private static <T> T made(Maker<T> maker) throws IOException {
    try {
      return maker.make();
    } catch (IllegalArgumentException | InvariantViolation e) {
      throw new IOException("A frame makes no sense: " + e.getMessage(), e);
    }
  }
}
