package org.quorama.remote.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** The form of clients' requests and their answers. Stateless. */
public final class OperationForm {
  private static final int OTHER = 0;
  private static final int SET_ATTRIBUTE = 1;
  private static final int GET_ATTRIBUTE = 2;
  private static final int CREATE_FILE = 3;
  private static final int STAT = 4;

  private static final int NOTHING = 1;
  private static final int DONE = 2;
  private static final int ATTRIBUTE = 3;

  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final ErrorCode[] CODES = ErrorCode.values();
  private static final ReadMode[] MODES = ReadMode.values();
  private static final SyncMode[] SYNC_MODES = SyncMode.values();

  private OperationForm() {}

  /**
   * Writes a request.
   *
   * @param out where to
   * @param request what to write
   * @throws IOException if it cannot be written
   */
  public static void writeRequest(ObjectOutput out, OperationRequest request) throws IOException {
    out.writeLong(request.id().session());
    out.writeLong(request.id().sequence());
    out.writeLong(request.acknowledgedUpTo());
    WireForm.writeEnum(out, request.mode());
    FileOperation operation = request.operation();
    if (operation instanceof FileOperation.SetAttribute set) {
      out.writeByte(SET_ATTRIBUTE);
      writePath(out, set.path());
      out.writeUTF(set.name());
      WireForm.writeBytes(out, set.value());
      out.writeLong(set.ifVersion());
    } else if (operation instanceof FileOperation.GetAttribute get) {
      out.writeByte(GET_ATTRIBUTE);
      writePath(out, get.path());
      out.writeUTF(get.name());
    } else if (operation instanceof FileOperation.CreateFile create) {
      out.writeByte(CREATE_FILE);
      writePath(out, create.path());
      WireForm.writeEnum(out, create.sync());
    } else if (operation instanceof FileOperation.Stat stat) {
      out.writeByte(STAT);
      writePath(out, stat.path());
    } else {
      out.writeByte(OTHER);
      out.writeObject(operation);
    }
  }

  /**
   * Reads a request.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   * @throws ClassNotFoundException if nothing here knows the class of a part
   */
  public static OperationRequest readRequest(ObjectInput in)
      throws IOException, ClassNotFoundException {
    RequestId id = new RequestId(in.readLong(), in.readLong());
    long acknowledgedUpTo = in.readLong();
    ReadMode mode = WireForm.readEnum(in, MODES);
    return new OperationRequest(id, acknowledgedUpTo, mode, readOperation(in));
  }

  private static FileOperation readOperation(ObjectInput in)
      throws IOException, ClassNotFoundException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case SET_ATTRIBUTE ->
          new FileOperation.SetAttribute(
              readPath(in), in.readUTF(), WireForm.readBytes(in), in.readLong());
      case GET_ATTRIBUTE -> new FileOperation.GetAttribute(readPath(in), in.readUTF());
      case CREATE_FILE ->
          new FileOperation.CreateFile(readPath(in), WireForm.readEnum(in, SYNC_MODES));
      case STAT -> new FileOperation.Stat(readPath(in));
      case OTHER -> expected(FileOperation.class, in.readObject());
      default -> throw new InvalidObjectException("No operation has kind " + kind);
    };
  }

  private static void writePath(ObjectOutput out, FilePath path) throws IOException {
    WireForm.writeList(out, path.names(), ObjectOutput::writeUTF);
  }

  private static FilePath readPath(ObjectInput in) throws IOException, ClassNotFoundException {
    return new FilePath(WireForm.readList(in, ObjectInput::readUTF));
  }

  /**
   * Writes a reply, but not who answered, which is the same for many.
   *
   * @param out where to
   * @param reply what to write
   * @throws IOException if it cannot be written
   */
  public static void writeReply(ObjectOutput out, OperationReply reply) throws IOException {
    WireForm.writeEnum(out, reply.outcome());
    WireForm.writeEnum(out, reply.code());
    out.writeLong(reply.index());
    WireForm.writeNode(out, reply.leaderId());
    OperationValue value = reply.value();
    if (value == null) {
      out.writeByte(NOTHING);
    } else if (value instanceof OperationValue.Done) {
      out.writeByte(DONE);
    } else if (value instanceof OperationValue.Attribute attribute) {
      out.writeByte(ATTRIBUTE);
      out.writeLong(attribute.version());
      WireForm.writeBytes(out, attribute.value());
    } else {
      out.writeByte(OTHER);
      out.writeObject(value);
    }
  }

  /**
   * Reads a reply, which does not tell who answered.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   * @throws ClassNotFoundException if nothing here knows the class of a part
   */
  public static OperationReply readReply(ObjectInput in)
      throws IOException, ClassNotFoundException {
    Outcome outcome = WireForm.readEnum(in, OUTCOMES);
    ErrorCode code = WireForm.readEnum(in, CODES);
    long index = in.readLong();
    @Nullable NodeId leaderId = WireForm.readNodeOrNone(in);
    int kind = in.readUnsignedByte();
    @Nullable OperationValue value =
        switch (kind) {
          case NOTHING -> null;
          case DONE -> new OperationValue.Done();
          case ATTRIBUTE -> new OperationValue.Attribute(in.readLong(), WireForm.readBytes(in));
          case OTHER -> expected(OperationValue.class, in.readObject());
          default -> throw new InvalidObjectException("No value has kind " + kind);
        };
    return new OperationReply(outcome, code, value, index, leaderId, null, 0);
  }

  private static <T> T expected(Class<T> type, Object read) throws InvalidObjectException {
    if (!type.isInstance(read)) {
      throw new InvalidObjectException("Not a " + type.getSimpleName());
    }
    return type.cast(read);
  }
}
