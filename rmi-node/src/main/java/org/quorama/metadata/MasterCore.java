package org.quorama.metadata;

import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;

/**
 * The master on one node [GFS §2.4]: every node applies the log to its namespace, the Raft leader's
 * also answers clients, grants leases and listens to chunkservers. Confined to the thread of its
 * host.
 *
 * <p>Invariant: whatever is decided for all nodes is in the log first. A client is told a failure
 * only if its operation certainly has no effect.
 */
public final class MasterCore implements ProtocolCore<MasterInput, MasterEffect> {
  private final MasterState state;
  private final ClientDesk clients;
  private final ReportDesk reports;
  private final DeletionWatch deletions;

  /**
   * Makes a master with an empty namespace; the log fills it.
   *
   * @param config the settings
   */
  public MasterCore(MasterConfig config) {
    this.state = new MasterState(config);
    this.clients = new ClientDesk(state);
    this.reports = new ReportDesk(state);
    this.deletions = new DeletionWatch(state);
  }

  /** Returns a hash of the namespace, equal on every node that applied the same commands. */
  public long digest() {
    return state.namespace.digest();
  }

  /**
   * Returns how many files have a chunk, by what this node has applied.
   *
   * @param chunk which
   */
  public int references(ChunkId chunk) {
    return state.namespace.chunk(chunk).map(ChunkEntry::references).orElse(0);
  }

  @Override
  public List<MasterEffect> step(MonotonicTime now, MasterInput input) {
    state.steps.begin(now);
    if (input instanceof MasterInput.Together together) {
      together.inputs().forEach(this::take);
    } else {
      take(input);
    }
    timePassed();
    return state.steps.end();
  }

  private void take(MasterInput input) {
    if (input instanceof MasterInput.OperationsRequested requested) {
      clients.requested(requested.asked());
    } else if (input instanceof MasterInput.EntriesCommitted committed) {
      committed.entries().forEach(this::apply);
    } else if (input instanceof MasterInput.SnapshotWanted wanted) {
      takeSnapshot(wanted.index());
    } else if (input instanceof MasterInput.SnapshotRestored restored) {
      restore(restored.index(), restored.state());
    } else if (input instanceof MasterInput.ProposalEnded ended) {
      clients.proposalEnded(ended.proposal(), ended.outcome());
    } else if (input instanceof MasterInput.ReadEnded ended) {
      reports.readEnded(ended.read(), ended.outcome());
      clients.readEnded(ended.read(), ended.outcome());
    } else if (input instanceof MasterInput.RoleChanged changed) {
      roleChanged(changed.role() == RoleName.LEADER, changed.term());
    } else if (input instanceof MasterInput.ReportArrived arrived) {
      reports.reported(arrived);
    } else if (input instanceof MasterInput.GrantAnswered answered) {
      grantAnswered(answered);
    } else if (input instanceof MasterInput.RevokeAnswered answered) {
      state.rounds.answered(answered.call(), answered.code() == ErrorCode.NONE);
    } else if (input instanceof MasterInput.CloneAnswered answered) {
      state.rounds.answered(answered.call(), answered.code() == ErrorCode.NONE);
    } else if (input instanceof MasterInput.CopyAnswered answered) {
      state.care.copyAnswered(answered.call(), answered.code());
    }
  }

  @Override
  public MonotonicTime nextWakeup() {
    if (!state.reign.leads()) {
      return MonotonicTime.NEVER;
    }
    return state
        .care
        .nextWakeup()
        .earliest(state.opening.nextWakeup())
        .earliest(state.rounds.nextWakeup())
        .earliest(state.revocations.nextWakeup())
        .earliest(deletions.nextWakeup())
        .earliest(clients.nextWakeup());
  }

  private void apply(LogEntry entry) {
    state.appliedIndex = entry.index();
    if (entry.kind() == LogEntry.Kind.COMMAND) {
      OperationReply result = state.namespace.perform(entry.index(), entry.command());
      if (state.reign.leads()) {
        clients.applied(entry.index(), result);
      }
      state.observe(new MasterFact.CommandApplied(entry.index(), entry.command(), digest()));
    }
    if (state.reign.isOf(entry.term())) {
      state.reign.caughtUp();
      state.leases.caughtUp(entry.index());
      state.care.caughtUp();
    }
  }

  private void takeSnapshot(long index) {
    Invariants.check(
        index == state.appliedIndex,
        "A snapshot at %d is wanted, %d is applied",
        index,
        state.appliedIndex);
    state.emit(new MasterEffect.SnapshotTaken(index, state.namespace.snapshot()));
  }

  private void restore(long index, Bytes snapshot) {
    Invariants.check(
        index >= state.appliedIndex,
        "A snapshot at %d goes back from %d",
        index,
        state.appliedIndex);
    state.namespace.restore(index, snapshot);
    state.appliedIndex = index;
    state.observe(new MasterFact.StateRestored(index, digest()));
  }

  private void roleChanged(boolean leads, long term) {
    if (leads && !state.reign.isOf(term)) {
      state.reign.begin(term, state.now().plus(state.config.chunkserverTimeout()));
      state.care.reignBegan();
      state.leases.begin(state.now());
      deletions.clear();
      clients.reignBegan();
    } else if (!leads && state.reign.leads()) {
      state.reign.end();
      state.care.reignEnded();
      state.rounds.abandon();
      state.opening.leadershipLost();
      state.revocations.leadershipLost();
      deletions.clear();
      reports.reignEnded();
      clients.reignEnded();
    }
  }

  private void grantAnswered(MasterInput.GrantAnswered answered) {
    if (!state.care.grantAnswered(answered.call(), answered.accepted())) {
      state.rounds.answered(answered.call(), answered.accepted(), answered.lengthBytes());
    }
  }

  private void timePassed() {
    if (state.reign.leads()) {
      state.care.timePassed();
      if (state.care.takeCopied()) {
        state.opening.copied();
      }
      state.rounds.timePassed();
      state.opening.timePassed();
      state.revocations.timePassed();
      deletions.timePassed();
      clients.timePassed();
    }
  }
}
