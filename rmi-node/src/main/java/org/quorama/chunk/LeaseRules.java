package org.quorama.chunk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quorama.chunk.ChunkMessage.GrantReply;
import org.quorama.chunk.ChunkMessage.Revoke;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** Ends leases, gives them up when the master wants them back, and lets them be extended. */
final class LeaseRules {
  private final ChunkState state;
  private final PrimaryRules primary;
  private final ArrayList<Waiting> waiting = new ArrayList<>();

  private record Waiting(CallId call, Revoke revoke) {}

  LeaseRules(ChunkState state, PrimaryRules primary) {
    this.state = state;
    this.primary = primary;
  }

  /** Ends the leases whose time is over, before anything else is done [GFS §3.1]. */
  void endDue() {
    if (!state.firstEnd.isDue(state.now)) {
      return;
    }
    for (Replica replica : List.copyOf(state.leased.values())) {
      if (replica.lease.end.isDue(state.now)) {
        state.endLease(replica);
      }
    }
    state.findFirstEnd();
  }

  /**
   * Orders nothing more under a lease [GFS §3.4]. A replica that is not here cannot remember that a
   * grant which is still on its way gives no lease, so the master is refused and waits.
   */
  void revoke(CallId call, Revoke revoke) {
    Replica replica = state.replicas.get(revoke.chunk());
    if (replica == null) {
      answer(call, false);
      return;
    }
    replica.lease.revoke(revoke.version());
    if (replica.lease.isHeld && replica.version().compareTo(revoke.version()) <= 0) {
      state.observe(new ChunkFact.LeaseRevoked(replica.chunk, replica.version()));
      state.endLease(replica);
    }
    waiting.add(new Waiting(call, revoke));
  }

  /** Answers the revocations before which nothing is under way any more. */
  void answerRevokes() {
    for (Waiting next : List.copyOf(waiting)) {
      if (!primary.isOrdering(next.revoke().chunk(), next.revoke().version())) {
        waiting.remove(next);
        answer(next.call(), true);
      }
    }
  }

  private void answer(CallId call, boolean done) {
    state.emit(new ChunkEffect.AnswerGrant(call, new GrantReply(done)));
  }

  /** Returns the leases that are used and end soon, with their versions. */
  SortedMap<ChunkId, ChunkVersion> wanted() {
    TreeMap<ChunkId, ChunkVersion> wanted = new TreeMap<>();
    for (Replica replica : state.leased.values()) {
      if (replica.lease.wantsMore(state.now)) {
        wanted.put(replica.chunk, replica.version());
      }
    }
    return wanted;
  }

  /**
   * Extends leases from the moment at which they were asked for. What ended, was revoked or granted
   * anew since then stays as it is.
   */
  void extend(Map<ChunkId, ChunkVersion> extended, MonotonicTime from, Duration length) {
    extended.forEach(
        (chunk, version) -> {
          Replica replica = state.replicas.get(chunk);
          if (replica != null && replica.lease.isHeld && replica.takes(version)) {
            extend(replica, from, length);
          }
        });
  }

  private void extend(Replica replica, MonotonicTime from, Duration length) {
    if (replica.lease.extend(from, state.config.usable(length))) {
      Duration rest = replica.lease.end.since(state.now);
      state.observe(new ChunkFact.LeaseExtended(replica.chunk, replica.version(), rest));
    }
  }

  /** Returns when the first lease may end: it may have been extended since. */
  MonotonicTime nextWakeup() {
    return state.firstEnd;
  }
}
