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
      return input instanceof NodeInput.ForMaster master
              && master.input() instanceof MasterInput.OperationsRequested asked
          ? new NodeInput.ForMaster(
              new MasterInput.OperationsRequested(
                  asked.asked().stream().map(this::renamed).toList()))
          : input;
    }

    private MasterInput.Asked renamed(MasterInput.Asked asked) {
      OperationRequest request = asked.request();
      if (request.id().session() == RequestId.NO_SESSION) {
        return asked;
      }
      requests++;
      RequestId id =
          new RequestId(request.id().session(), request.id().sequence() + MARK * requests);
      return new MasterInput.Asked(
          asked.call(),
          new OperationRequest(
              id, request.acknowledgedUpTo(), request.mode(), request.operation()));
    }
  }
}
