package org.quorama.simulation.mutant;

import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.RequestId;
import org.quorama.runtime.core.NodeInput;

/** Masters that do not keep a client's requests apart. */
final class WrongSessions {
  private WrongSessions() {}

  /** Takes every request for a new one. */
  static final class RunsTwice extends WrongCore {
    private static final long MARK = 1_000_000;

    private long requests;

    RunsTwice(HostedCore right) {
      super(right);
    }

    @Override
    NodeInput changed(NodeInput input) {
      if (!(input instanceof NodeInput.ForMaster master
          && master.input() instanceof MasterInput.OperationRequested asked)) {
        return input;
      }
      requests++;
      RequestId id = asked.request().id();
      RequestId other = new RequestId(id.client() + MARK * requests, id.sequence());
      OperationRequest request = new OperationRequest(other, asked.request().operation());
      return new NodeInput.ForMaster(new MasterInput.OperationRequested(asked.call(), request));
    }
  }
}
