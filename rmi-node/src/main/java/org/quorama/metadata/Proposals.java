package org.quorama.metadata;

import java.util.TreeMap;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.CallId;
import org.quorama.raft.ProposalOutcome;

/** What the parts of a master proposed of their own accord, until it ended. */
final class Proposals {
  private final TreeMap<CallId, End> waiting = new TreeMap<>();

  /** Takes the end of a proposal. */
  interface End {
    /**
     * Goes on.
     *
     * @param isCommitted true if the command was applied, with this result
     * @param result the result, or why there is none
     */
    void ended(boolean isCommitted, OperationReply result);
  }

  void propose(MasterState state, MetadataCommand command, End end) {
    CallId proposal = state.draw();
    waiting.put(proposal, end);
    state.emit(new MasterEffect.Propose(proposal, state.encoded(command)));
  }

  /** Goes on with who made a proposal, if it was made here. */
  void ended(CallId proposal, ProposalOutcome outcome, OperationReply result) {
    End end = waiting.remove(proposal);
    if (end != null) {
      end.ended(outcome instanceof ProposalOutcome.Committed, result);
    }
  }
}
