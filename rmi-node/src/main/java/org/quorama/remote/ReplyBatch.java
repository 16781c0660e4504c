package org.quorama.remote;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import java.util.Objects;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.wire.OperationForm;
import org.quorama.remote.wire.WireForm;

/**
 * The answers to a batch of requests, in its order. Who gave them is written once, unless they
 * differ. Immutable once it is made or read.
 */
final class ReplyBatch implements Externalizable {
  private static final long serialVersionUID = 1L;

  /** Stands for who answered where nothing is to be said. */
  private static final OperationReply NOBODYS = OperationReply.unknown();

  private List<OperationReply> replies = List.of();

  /** Makes one that is to be read. */
  public ReplyBatch() {}

  ReplyBatch(List<OperationReply> replies) {
    this.replies = List.copyOf(replies);
  }

  List<OperationReply> replies() {
    return replies;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    OperationReply first = replies.isEmpty() ? NOBODYS : replies.get(0);
    writeAnswerer(out, first);
    WireForm.writeList(out, replies, (to, reply) -> write(to, reply, first));
  }

  private static void write(ObjectOutput out, OperationReply reply, OperationReply first)
      throws IOException {
    boolean same = reply.term() == first.term() && Objects.equals(reply.nodeId(), first.nodeId());
    out.writeBoolean(same);
    if (!same) {
      writeAnswerer(out, reply);
    }
    OperationForm.writeReply(out, reply);
  }

  private static void writeAnswerer(ObjectOutput out, OperationReply reply) throws IOException {
    WireForm.writeNode(out, reply.nodeId());
    out.writeLong(reply.term());
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    try {
      OperationReply first = readAnswerer(in);
      replies = List.copyOf(WireForm.readList(in, from -> read(from, first)));
    } catch (IllegalArgumentException | InvariantViolation e) {
      throw new IOException("A message makes no sense: " + e.getMessage(), e);
    }
  }

  private static OperationReply read(ObjectInput in, OperationReply first)
      throws IOException, ClassNotFoundException {
    OperationReply answerer = in.readBoolean() ? first : readAnswerer(in);
    return OperationForm.readReply(in).answeredBy(answerer.nodeId(), answerer.term());
  }

  private static OperationReply readAnswerer(ObjectInput in) throws IOException {
    return NOBODYS.answeredBy(WireForm.readNodeOrNone(in), in.readLong());
  }
}
