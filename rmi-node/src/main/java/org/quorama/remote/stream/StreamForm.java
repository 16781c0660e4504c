package org.quorama.remote.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.remote.wire.ChunkForm;
import org.quorama.remote.wire.PushForm;
import org.quorama.remote.wire.WireForm;

/**
 * How questions and answers are written on a stream, with bounds on all that arrives. Stateless.
 */
final class StreamForm {
  static final int PUSH = 1;
  static final int PASS = 2;
  static final int READ = 3;
  static final int WRITE = 4;
  static final int MUTATE = 5;

  /** The same with the data that rides along behind the order. */
  static final int WRITE_WITH_DATA = 6;

  static final int MUTATE_WITH_DATA = 7;

  /** The most bytes of a block of an answer. */
  static final int MAX_BLOCK = 64 << 10;

  private static final int ANSWERED = 0;
  private static final int REFUSED = 1;
  private static final int MAX_REASON = 1024;
  private static final ErrorCode[] CODES = ErrorCode.values();

  private StreamForm() {}

  static void writePush(BulkOutput out, PushedData data) throws IOException {
    out.writeByte(PUSH);
    writeData(out, data);
  }

  static void writePass(BulkOutput out, Stamp stamp, PushedData data) throws IOException {
    out.writeByte(PASS);
    PushForm.writeStamp(out, stamp);
    writeData(out, data);
  }

  private static void writeData(BulkOutput out, PushedData data) throws IOException {
    PushForm.writeHead(out, data);
    out.write(data.bytes());
  }

  static Stamp readStamp(DataInputStream in) throws IOException {
    return made(() -> PushForm.readStamp(in));
  }

  /** Reads data into the memory that there is for so many bytes. */
  static PushedData readData(BulkInput in, IntFunction<ByteBuffer> room) throws IOException {
    PushForm.Head head = made(() -> PushForm.readHead(in));
    ByteBuffer bytes = room.apply(head.length()).clear();
    in.readFully(bytes);
    return made(() -> head.of(bytes.flip()));
  }

  static void writeRead(DataOutputStream out, ChunkMessage.Read read) throws IOException {
    out.writeByte(READ);
    ChunkForm.writeRead(out, read);
  }

  static ChunkMessage.Read readRead(DataInputStream in) throws IOException {
    return made(() -> ChunkForm.readRead(in));
  }

  static void writeWrite(DataOutputStream out, ChunkMessage.Write write) throws IOException {
    out.writeByte(WRITE);
    ChunkForm.writeWrite(out, write);
  }

  static void writeWrite(BulkOutput out, ChunkMessage.Write write, PushedData data)
      throws IOException {
    out.writeByte(WRITE_WITH_DATA);
    ChunkForm.writeWrite(out, write);
    writeData(out, data);
  }

  static ChunkMessage.Write readWrite(DataInputStream in) throws IOException {
    return made(() -> ChunkForm.readWrite(in));
  }

  static void writeMutate(DataOutputStream out, Stamp stamp, ChunkMessage.Mutate mutate)
      throws IOException {
    out.writeByte(MUTATE);
    PushForm.writeStamp(out, stamp);
    ChunkForm.writeMutate(out, mutate);
  }

  static void writeMutate(BulkOutput out, Stamp stamp, ChunkMessage.Mutate mutate, PushedData data)
      throws IOException {
    out.writeByte(MUTATE_WITH_DATA);
    PushForm.writeStamp(out, stamp);
    ChunkForm.writeMutate(out, mutate);
    writeData(out, data);
  }

  static ChunkMessage.Mutate readMutate(DataInputStream in) throws IOException {
    return made(() -> ChunkForm.readMutate(in));
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
    ChunkForm.writeReply(out, reply);
  }

  static MutationReply readAnswer(DataInputStream in) throws IOException {
    readAnswered(in);
    return made(() -> ChunkForm.readReply(in));
  }

  static void writeStampedAnswer(DataOutputStream out, Stamped<MutationReply> reply)
      throws IOException {
    out.writeByte(ANSWERED);
    PushForm.writeStamp(out, reply.stamp());
    ChunkForm.writeReply(out, reply.content());
  }

  static Stamped<MutationReply> readStampedAnswer(DataInputStream in) throws IOException {
    readAnswered(in);
    return made(() -> new Stamped<>(PushForm.readStamp(in), ChunkForm.readReply(in)));
  }

  static void writeReadEnd(DataOutputStream out, ErrorCode code, int sum) throws IOException {
    out.writeInt(0);
    WireForm.writeEnum(out, code);
    out.writeInt(sum);
  }

  /** Reads blocks up to the end, which says whether they are of use. */
  static ReadReply readBlocks(DataInputStream in, byte[] bytes) throws IOException {
    int done = 0;
    int length = WireForm.bounded(in.readInt(), Math.min(MAX_BLOCK, bytes.length));
    while (length > 0) {
      in.readFully(bytes, done, length);
      done += length;
      length = WireForm.bounded(in.readInt(), Math.min(MAX_BLOCK, bytes.length - done));
    }
    ErrorCode code = WireForm.readEnum(in, CODES);
    int sum = in.readInt();
    if (code != ErrorCode.NONE) {
      return ReadReply.refusal(code);
    }
    byte[] whole = done == bytes.length ? bytes : Arrays.copyOf(bytes, done);
    return new ReadReply(code, Bytes.wrap(whole), sum);
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
