package org.quorama.remote.wire;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** The form of clients' requests and their answers. Stateless. */
public final class OperationForm {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final ErrorCode[] CODES = ErrorCode.values();
  private static final ReadMode[] MODES = ReadMode.values();

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
    FileForm.write(out, request.operation());
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
    return new OperationRequest(id, acknowledgedUpTo, mode, FileForm.read(in));
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
    ValueForm.write(out, reply.value());
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
    @Nullable OperationValue value = ValueForm.read(in);
    return new OperationReply(outcome, code, value, index, leaderId, null, 0);
  }
}
