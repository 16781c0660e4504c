package org.quorama.remote;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.wire.OperationForm;
import org.quorama.remote.wire.WireForm;

/** Requests of a client's callers in one call. Immutable once it is made or read. */
final class RequestBatch implements Externalizable {
  private static final long serialVersionUID = 1L;

  private List<OperationRequest> requests = List.of();

  /** Makes one that is to be read. */
  public RequestBatch() {}

  RequestBatch(List<OperationRequest> requests) {
    this.requests = List.copyOf(requests);
  }

  List<OperationRequest> requests() {
    return requests;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    WireForm.writeList(out, requests, OperationForm::writeRequest);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    try {
      requests = List.copyOf(WireForm.readList(in, OperationForm::readRequest));
    } catch (IllegalArgumentException | InvariantViolation e) {
      throw new IOException("A message makes no sense: " + e.getMessage(), e);
    }
  }
}
