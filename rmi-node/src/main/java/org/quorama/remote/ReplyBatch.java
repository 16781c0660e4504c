package org.quorama.remote;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.wire.OperationForm;
import org.quorama.remote.wire.WireForm;

/** The answers to a batch of requests, in its order. Immutable once it is made or read. */
final class ReplyBatch implements Externalizable {
  private static final long serialVersionUID = 1L;

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
    WireForm.writeList(out, replies, OperationForm::writeReply);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    try {
      replies = List.copyOf(WireForm.readList(in, OperationForm::readReply));
    } catch (IllegalArgumentException | InvariantViolation e) {
      throw new IOException("A message makes no sense: " + e.getMessage(), e);
    }
  }
}
