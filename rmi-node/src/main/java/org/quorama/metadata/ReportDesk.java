package org.quorama.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.raft.ReadOutcome;

/** Where chunkservers are served: takes their reports, and extends the leases that they use. */
final class ReportDesk {
  private final MasterState state;

  /** Answers that extend leases wait until it is sure that this node leads. */
  private final LinkedHashMap<CallId, MasterEffect.AnswerReport> unsure = new LinkedHashMap<>();

  ReportDesk(MasterState state) {
    this.state = state;
  }

  void reported(MasterInput.ReportArrived arrived) {
    NodeId from = arrived.from();
    if (!isOfNow(from, arrived.report())) {
      state.emit(new MasterEffect.AnswerReport(arrived.call(), ChunkMessage.Orders.NONE));
      return;
    }
    List<ChunkId> extended = extend(from, arrived.report().leasesWanted());
    ChunkMessage.Orders orders = state.care.reported(from, arrived.report(), extended);
    answer(new MasterEffect.AnswerReport(arrived.call(), orders));
    state.opening.reconsider();
  }

  /**
   * Tells whether a report was made for this leader, and after all that it was told by the same
   * server: one that was on its way for long would have it count replicas that are gone [GFS §4.1].
   */
  private boolean isOfNow(NodeId from, ChunkMessage.ChunkReport report) {
    return state.reign.isOf(report.term()) && !state.locations.isOld(from, report);
  }

  /** Extends the leases that their holder uses and nobody is to have; returns which. */
  private List<ChunkId> extend(NodeId holder, List<ChunkId> wanted) {
    return wanted.stream().filter(chunk -> extend(holder, chunk)).toList();
  }

  private boolean extend(NodeId holder, ChunkId chunk) {
    return !state.opening.isOpening(chunk)
        && !state.care.isCopying(chunk)
        && !state.revocations.isRevoking(chunk)
        && state
            .namespace
            .chunk(chunk)
            .filter(entry -> state.leases.extend(entry, holder, state.now()))
            .isPresent();
  }

  /**
   * Extends leases only once it is sure that this node led after they were wanted: every later
   * leader then waits for longer than they last.
   */
  private void answer(MasterEffect.AnswerReport answer) {
    if (answer.orders().extended().isEmpty()) {
      state.emit(answer);
    } else {
      CallId read = state.draw();
      unsure.put(read, answer);
      state.emit(new MasterEffect.ConfirmRead(read));
    }
  }

  void readEnded(CallId read, ReadOutcome outcome) {
    MasterEffect.AnswerReport answer = unsure.remove(read);
    if (answer != null) {
      boolean isSure = outcome instanceof ReadOutcome.Ready && state.reign.leads();
      state.emit(isSure ? answer : refused(answer));
    }
  }

  private static MasterEffect refused(MasterEffect.AnswerReport answer) {
    return new MasterEffect.AnswerReport(answer.call(), ChunkMessage.Orders.NONE);
  }

  void reignEnded() {
    unsure.values().forEach(answer -> state.emit(refused(answer)));
    unsure.clear();
  }
}
