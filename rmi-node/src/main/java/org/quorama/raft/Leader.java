package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.MonotonicTime;

/** Leads its term [Raft §5.3]. Confined to its core. */
final class Leader implements Role {
  /** The index of the no-op that opened the term. Never changes. */
  private final long noOpIndex;

  /** What it knows of every other member. The keys never change. */
  private final Map<NodeId, Progress> followers = new TreeMap<>();

  /** Who waits for the outcome of which index. */
  private final SortedMap<Long, CallId> proposals = new TreeMap<>();

  private final Reads.Queue reads = new Reads.Queue();

  private final Reads.Lease lease;

  /** Whether it hands over to another, and takes no proposals meanwhile. */
  private boolean handingOver;

  /** The count of rounds of messages begun in this term. Only grows. */
  private long round;

  private MonotonicTime heartbeatDeadline;

  Leader(RaftConfig config, long noOpIndex, Reads.Lease lease, MonotonicTime now) {
    this.noOpIndex = noOpIndex;
    this.lease = lease;
    this.heartbeatDeadline = now;
    for (NodeId member : config.members()) {
      if (!member.equals(config.self())) {
        // "nextIndex: initialized to leader last log index + 1" [Raft Fig. 2].
        followers.put(member, new Progress(noOpIndex, now));
      }
    }
  }

  @Override
  public RoleName name() {
    return RoleName.LEADER;
  }

  long noOpIndex() {
    return noOpIndex;
  }

  Map<NodeId, Progress> followers() {
    return Collections.unmodifiableMap(followers);
  }

  Progress follower(NodeId member) {
    Progress progress = followers.get(member);
    if (progress == null) {
      throw new InvariantViolation(member + " is no follower of this leader");
    }
    return progress;
  }

  long round() {
    return round;
  }

  MonotonicTime heartbeatDeadline() {
    return heartbeatDeadline;
  }

  /** Begins a round: what is sent from now on proves leadership at this moment. */
  void beginRound(MonotonicTime now, MonotonicTime nextHeartbeat) {
    round++;
    lease.roundBegins(round, now);
    heartbeatDeadline = nextHeartbeat;
  }

  SortedMap<Long, CallId> proposals() {
    return proposals;
  }

  Reads.Queue reads() {
    return reads;
  }

  Reads.Lease lease() {
    return lease;
  }

  boolean isHandingOver() {
    return handingOver;
  }

  void handOver(boolean begins) {
    handingOver = begins;
  }

  /** Returns how many clients wait. */
  int waiting() {
    return proposals.size() + reads.size();
  }

  /** Returns how far each voter durably holds this log. */
  List<Long> matchIndexes(long ownDurableIndex) {
    List<Long> matchIndexes = new ArrayList<>();
    matchIndexes.add(ownDurableIndex);
    followers.values().forEach(follower -> matchIndexes.add(follower.matchIndex()));
    return matchIndexes;
  }

  /** Returns the latest round that a quorum, the leader included, has answered. */
  long confirmedRound() {
    Stream<Long> answered = followers.values().stream().map(Progress::answeredRound);
    return reachedByQuorum(Stream.concat(Stream.of(round), answered));
  }

  /** Returns when the leader will have heard no quorum for this long. */
  MonotonicTime quorumDeadline(Duration silence) {
    Stream<MonotonicTime> heardAt = followers.values().stream().map(Progress::heardAt);
    // The leader always hears itself.
    return reachedByQuorum(Stream.concat(Stream.of(MonotonicTime.NEVER), heardAt)).plus(silence);
  }

  private <T extends Comparable<? super T>> T reachedByQuorum(Stream<T> values) {
    return values.sorted(Comparator.reverseOrder()).toList().get((followers.size() + 1) / 2);
  }
}
