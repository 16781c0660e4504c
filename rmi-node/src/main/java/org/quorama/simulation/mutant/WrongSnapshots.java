package org.quorama.simulation.mutant;

import java.time.Duration;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterCore;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Snapshot;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;

/** Nodes that do not look at what a snapshot would replace. */
final class WrongSnapshots {
  private static final int CHUNK_BYTES = 1024;

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

  /**
   * Keeps snapshots of a state that does not know what became of clients' requests: that of a
   * second master, who takes every request for one without a session.
   */
  static final class ForgetsResults extends WrongCore {
    private static final Duration UNUSED = Duration.ofSeconds(1);

    private final MasterCore forgetful;
    private long applied;

    ForgetsResults(HostedCore right, NodeId self) {
      super(right);
      this.forgetful = new MasterCore(new MasterConfig(self, CHUNK_BYTES, 1, UNUSED, UNUSED, 1));
    }

    @Override
    NodeEffect changed(NodeEffect effect) {
      if (!(effect instanceof NodeEffect.OfRaft raft)) {
        return effect;
      }
      if (raft.effect() instanceof RaftEffect.ApplyCommitted apply) {
        take(new MasterInput.EntriesCommitted(apply.entries().stream().map(this::named).toList()));
        applied = apply.entries().get(apply.entries().size() - 1).index();
      } else if (raft.effect() instanceof RaftEffect.RestoreSnapshot restore) {
        applied = restore.snapshot().index();
        take(new MasterInput.SnapshotRestored(applied, restore.snapshot().state()));
      } else if (raft.effect() instanceof RaftEffect.SaveSnapshot save
          && save.snapshot().index() == applied) {
        return new NodeEffect.OfRaft(
            new RaftEffect.SaveSnapshot(save.ticket(), forgetful(save.snapshot()), save.suffix()));
      }
      return effect;
    }

    private Snapshot forgetful(Snapshot right) {
      MasterInput wanted = new MasterInput.SnapshotWanted(applied);
      return take(wanted).stream()
          .filter(MasterEffect.SnapshotTaken.class::isInstance)
          .map(MasterEffect.SnapshotTaken.class::cast)
          .map(taken -> new Snapshot(right.lastIncluded(), right.membership(), taken.state()))
          .findFirst()
          .orElse(right);
    }

    private List<MasterEffect> take(MasterInput input) {
      return forgetful.step(MonotonicTime.ZERO, input);
    }

    private LogEntry named(LogEntry entry) {
      if (entry.kind() == LogEntry.Kind.COMMAND
          && MetadataCommand.decode(entry.command()) instanceof MetadataCommand.Perform once) {
        Bytes nameless =
            MetadataCommand.encode(new MetadataCommand.Perform(RequestId.NONE, once.mutation()));
        return LogEntry.command(entry.position(), nameless);
      }
      return entry;
    }
  }
}
