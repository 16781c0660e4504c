package org.quorama.runtime.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.quorama.metadata.MasterEffect;
import org.quorama.protocol.CallId;
import org.quorama.raft.RaftInput;

/**
 * Puts what a master asks of Raft in one step into as few inputs as its order allows: neighbouring
 * commands become one append and one message a follower, neighbouring reads share one input.
 */
final class RaftRequests {
  private final Consumer<RaftInput> raft;
  private final List<RaftInput.Proposal> proposals = new ArrayList<>();
  private final List<CallId> reads = new ArrayList<>();

  RaftRequests(Consumer<RaftInput> raft) {
    this.raft = raft;
  }

  void add(MasterEffect effect) {
    if (effect instanceof MasterEffect.Propose propose) {
      flushReads();
      proposals.add(new RaftInput.Proposal(propose.proposal(), propose.command()));
    } else if (effect instanceof MasterEffect.ConfirmRead read) {
      flushProposals();
      reads.add(read.read());
    } else if (effect instanceof MasterEffect.SnapshotTaken taken) {
      flush();
      raft.accept(new RaftInput.SnapshotTaken(taken.index(), taken.state()));
    }
  }

  /** Hands over what is left. */
  void flush() {
    flushProposals();
    flushReads();
  }

  private void flushProposals() {
    if (!proposals.isEmpty()) {
      raft.accept(new RaftInput.CommandsProposed(proposals));
      proposals.clear();
    }
  }

  private void flushReads() {
    if (!reads.isEmpty()) {
      raft.accept(new RaftInput.ReadsRequested(reads));
      reads.clear();
    }
  }
}
