package org.quorama.chunk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/**
 * Tells the master what is held, one report at a time: everything when a master is new, wants it or
 * may have missed something, and what changed otherwise [GFS §2.4].
 */
final class ReportRules {
  /** What is urgent waits for this part of the interval, so that much of it goes together. */
  private static final int COALESCING = 8;

  private final ChunkState state;
  private final LeaseRules leases;
  private final GrantRules grants;

  /** Who leads, as far as this node's Raft knows. */
  private @Nullable NodeId master;

  /** The term of {@link #master}. */
  private long term;

  private MonotonicTime next = MonotonicTime.NEVER;
  private MonotonicTime lastSent = MonotonicTime.ZERO;

  /** The number of the last report: above those of earlier boots, which may still be under way. */
  private long number;

  private boolean isFullNext = true;
  private @Nullable Unanswered unanswered;

  /**
   * A report on its way.
   *
   * @param call which
   * @param sentAt when it left
   * @param wanted the leases that it asked for
   */
  private record Unanswered(
      CallId call, MonotonicTime sentAt, SortedMap<ChunkId, ChunkVersion> wanted) {}

  ReportRules(ChunkState state, LeaseRules leases, GrantRules grants, int boot) {
    this.state = state;
    this.number = (long) boot << Integer.SIZE;
    this.leases = leases;
    this.grants = grants;
  }

  /** A leader of a new term knows nothing; what an older one still answers is not heard. */
  void masterKnown(NodeId leader, long leaderTerm) {
    master = leader;
    term = leaderTerm;
    unanswered = null;
    isFullNext = true;
    next = state.now;
  }

  void answered(CallId call, Orders orders) {
    Unanswered report = unanswered;
    if (report == null || !report.call().equals(call)) {
      return;
    }
    unanswered = null;
    isFullNext |= orders.fullWanted();
    if (orders.fullWanted()) {
      hasten();
    }
    report.wanted().keySet().retainAll(orders.extended());
    leases.extend(report.wanted(), report.sentAt(), orders.lease());
    orders.garbage().forEach(chunk -> delete(chunk, report.sentAt()));
  }

  /** What was granted or copied since the report left is no garbage that the master knew of. */
  private void delete(ChunkId chunk, MonotonicTime reportedAt) {
    Replica replica = state.replicas.get(chunk);
    if (replica != null
        && !state.arriving.contains(chunk)
        && replica.lease.grantedAt.compareTo(reportedAt) < 0) {
      grants.delete(replica);
    }
  }

  /** What was in a lost report may be unknown to the master, so the next one has it all. */
  void lost(CallId call) {
    if (unanswered != null && unanswered.call().equals(call)) {
      unanswered = null;
      isFullNext = true;
    }
  }

  /** Reports if it is time, and gives up a report that nobody answers. */
  void timePassed() {
    if (unanswered != null && deadlineOf(unanswered).isDue(state.now)) {
      lost(unanswered.call());
    }
    if (state.isUrgent) {
      state.isUrgent = false;
      hasten();
    }
    if (master != null && unanswered == null && next.isDue(state.now)) {
      send(master);
    }
  }

  private MonotonicTime deadlineOf(Unanswered report) {
    return report.sentAt().plus(state.config.forwardTimeout());
  }

  private void hasten() {
    Duration pause = state.config.reportInterval().dividedBy(COALESCING);
    next = next.earliest(lastSent.plus(pause));
  }

  private void send(NodeId to) {
    number++;
    SortedMap<ChunkId, ChunkVersion> wanted = leases.wanted();
    ChunkReport report = isFullNext ? full(wanted) : changes(wanted);
    CallId call = state.draw();
    unanswered = new Unanswered(call, state.now, wanted);
    isFullNext = false;
    state.changed.clear();
    lastSent = state.now;
    next = state.now.plus(state.config.reportInterval());
    state.emit(new ChunkEffect.SendReport(call, to, report));
  }

  private ChunkReport full(SortedMap<ChunkId, ChunkVersion> wanted) {
    state.changed.addAll(state.replicas.keySet());
    ChunkReport all = changes(wanted);
    return report(true, all.held(), List.of(), all.corrupt(), all.leasesWanted());
  }

  private ChunkReport changes(SortedMap<ChunkId, ChunkVersion> wanted) {
    ArrayList<ReplicaInfo> held = new ArrayList<>();
    ArrayList<ChunkId> gone = new ArrayList<>();
    ArrayList<ChunkId> corrupt = new ArrayList<>();
    for (ChunkId chunk : state.changed) {
      Replica replica = state.replicas.get(chunk);
      if (replica == null) {
        gone.add(chunk);
      } else if (replica.isCorrupt) {
        corrupt.add(chunk);
      } else if (replica.isDurable()) {
        held.add(replica.info());
      }
    }
    return report(false, held, gone, corrupt, List.copyOf(wanted.keySet()));
  }

  private ChunkReport report(
      boolean full,
      List<ReplicaInfo> held,
      List<ChunkId> gone,
      List<ChunkId> corrupt,
      List<ChunkId> wanted) {
    return new ChunkReport(term, full, number, held, gone, corrupt, wanted, 0, 0);
  }

  /** Returns when there is something to do: never while there is nobody to report to. */
  MonotonicTime nextWakeup() {
    if (unanswered != null) {
      return deadlineOf(unanswered);
    }
    return master == null ? MonotonicTime.NEVER : next;
  }
}
