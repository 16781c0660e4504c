package org.quorama.simulation.mutant;

import java.util.List;
import org.quorama.metadata.MasterInput;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;

/** Nodes that do not look at what a snapshot would replace. */
final class WrongSnapshots {
  private WrongSnapshots() {}

  /** Restores whatever snapshot comes in one piece. */
  static final class InstallsStale extends WrongCore {
    InstallsStale(HostedCore right) {
      super(right);
    }

    @Override
    List<NodeInput> wrongInputs(NodeInput input, List<NodeEffect> effects, RaftStatus before) {
      if (input instanceof NodeInput.ForRaft raft
          && raft.input() instanceof RaftInput.MessageArrived arrived
          && arrived.message() instanceof InstallSnapshot install
          && install.piece().offset() == 0
          && install.piece().isLast()
          && install.lastIncluded().index() < raftStatus().log().lastApplied()) {
        return List.of(
            new NodeInput.ForMaster(
                new MasterInput.SnapshotRestored(
                    install.lastIncluded().index(), install.piece().data())));
      }
      return List.of();
    }
  }
}
