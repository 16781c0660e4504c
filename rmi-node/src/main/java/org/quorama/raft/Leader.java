package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.log.Membership;

/** Leads its term [Raft §5.3]. Confined to its core. */
final class Leader implements Role {
  /**
   * A proposal that waits.
   *
   * @param index of its entry
   * @param id the request
   */
  record PendingProposal(long index, CallId id) {}

  /** The index of the no-op that opened the term. Never changes. */
  private final long noOpIndex;

  /** This node. Never changes. */
  private final NodeId self;

  /**
   * What it knows of every other member, and of those removed in this term until they know it. The
   * keys change with the membership.
   */
  private final Map<NodeId, Progress> followers = new TreeMap<>();

  /** Which of the followers are no members any more. */
  private final Set<NodeId> leaving = new TreeSet<>();

  /** Who waits for the outcome of which index, in the order of the indexes. */
  private final Deque<PendingProposal> proposals = new ArrayDeque<>();

  private final Reads.Queue reads = new Reads.Queue();

  private final Reads.Lease lease;

  /** Whether it hands over to another, and takes no proposals meanwhile. */
  private boolean handingOver;

  /** The count of rounds of messages begun in this term. Only grows. */
  private long round;

  private MonotonicTime heartbeatDeadline;
  private MonotonicTime othersDeadline = MonotonicTime.NEVER;

  private final OwnDisk disk = new OwnDisk();

  Leader(NodeId self, Membership membership, long noOpIndex, Reads.Lease lease, MonotonicTime now) {
    this.self = self;
    this.noOpIndex = noOpIndex;
    this.lease = lease;
    this.heartbeatDeadline = now;
    for (NodeId member : membership.all()) {
      if (!member.equals(self)) {
        followers.put(member, new Progress(noOpIndex, 0, now));
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

  /** Returns what is known of whoever answered a round of this term, null of a stranger. */
  @Nullable Progress answering(NodeId from, long answeredRound) {
    Progress progress = followers.get(from);
    boolean known = progress != null && answeredRound >= Math.max(1, progress.firstRound());
    return known ? progress : null;
  }

  /** Begins to send to a new member, of whom nothing from an earlier life counts. */
  void follow(NodeId member, long nextIndex, MonotonicTime now) {
    leaving.remove(member);
    followers.put(member, new Progress(nextIndex, round + 1, now));
  }

  /** Goes on sending to a node that the entry at an index removes, until it knows. */
  void letGo(NodeId member, long removal) {
    if (!member.equals(self)) {
      follower(member).leaves(removal);
      leaving.add(member);
    }
  }

  /** Returns who was removed and may not know it yet. */
  Set<NodeId> leaving() {
    return leaving;
  }

  /** Sends no more to a node that left and knows it. */
  void forget(NodeId left) {
    leaving.remove(left);
    followers.remove(left);
  }

  long round() {
    return round;
  }

  /** Returns when it wants to send something at the latest. */
  MonotonicTime wakeup() {
    return heartbeatDeadline.earliest(othersDeadline);
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

  Deque<PendingProposal> proposals() {
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

  /** Returns how its own disk gets on. */
  OwnDisk disk() {
    return disk;
  }

  /** Whether the leader's own disk gets on, as the disks of a majority do. */
  static final class OwnDisk {
    /** How much of the log was on it at the last look. Only grows. */
    private long durableIndex;

    /** Since when it writes nothing though others hold more; NEVER if it does not lag. */
    private MonotonicTime lagsSince = MonotonicTime.NEVER;

    /** Looks at it. */
    void watch(MonotonicTime now, long durable, long commitIndex) {
      boolean writes = durable > durableIndex;
      durableIndex = durable;
      if (durable >= commitIndex) {
        lagsSince = MonotonicTime.NEVER;
      } else if (writes || lagsSince.equals(MonotonicTime.NEVER)) {
        lagsSince = now;
      }
    }

    /** Returns when it will have written nothing of what others hold for so long. */
    MonotonicTime deadline(Duration patience) {
      return lagsSince.equals(MonotonicTime.NEVER) ? MonotonicTime.NEVER : lagsSince.plus(patience);
    }
  }

  /** Returns as many other voters as make a majority with this one, those that answered last. */
  List<NodeId> votersHeardLast(Membership membership) {
    int needed = membership.quorum() - (membership.isVoter(self) ? 1 : 0);
    return membership.voters().stream()
        .filter(voter -> !voter.equals(self))
        .sorted(Comparator.comparing((NodeId voter) -> follower(voter).heardAt()).reversed())
        .limit(needed)
        .toList();
  }

  /** Returns as many other voters as make a majority with this one, those that hold most. */
  List<NodeId> votersFurthest(Membership membership) {
    int needed = membership.quorum() - (membership.isVoter(self) ? 1 : 0);
    List<NodeId> others = new ArrayList<>(membership.voters());
    others.remove(self);
    others.sort(
        Comparator.comparingLong((NodeId voter) -> follower(voter).matchIndex()).reversed());
    return List.copyOf(others.subList(0, needed));
  }

  /** Returns when the followers that were not sent the last entries at once get them. */
  MonotonicTime othersDeadline() {
    return othersDeadline;
  }

  void sendOthersAt(MonotonicTime deadline) {
    othersDeadline = deadline;
  }

  /** Returns how far each voter durably holds this log; the leader is one unless it is leaving. */
  List<Long> voterMatchIndexes(Membership membership, long ownDurableIndex) {
    List<Long> matchIndexes = new ArrayList<>(membership.voters().size());
    for (NodeId voter : membership.voters()) {
      matchIndexes.add(voter.equals(self) ? ownDurableIndex : follower(voter).matchIndex());
    }
    return matchIndexes;
  }

  /** Returns how far each member durably holds this log, by id. */
  Map<NodeId, Long> matchIndexes(long ownDurableIndex) {
    RaftStatus.Indexes.Builder indexes = new RaftStatus.Indexes.Builder(followers.size() + 1);
    boolean selfIsNext = true;
    for (Map.Entry<NodeId, Progress> follower : followers.entrySet()) {
      if (selfIsNext && self.compareTo(follower.getKey()) < 0) {
        indexes.put(self, ownDurableIndex);
        selfIsNext = false;
      }
      indexes.put(follower.getKey(), follower.getValue().matchIndex());
    }
    if (selfIsNext) {
      indexes.put(self, ownDurableIndex);
    }
    return indexes.build();
  }

  /** Returns what each follower is sent next, by id. */
  Map<NodeId, Long> nextIndexes() {
    RaftStatus.Indexes.Builder indexes = new RaftStatus.Indexes.Builder(followers.size());
    followers.forEach((id, progress) -> indexes.put(id, progress.nextIndex()));
    return indexes.build();
  }

  /** Returns the latest round that a quorum, the leader included if it votes, has answered. */
  long confirmedRound(Membership membership) {
    // The leader always hears itself.
    return reachedByQuorum(
        membership, voter -> voter.equals(self) ? round : follower(voter).answeredRound());
  }

  /** Returns when the leader will have heard no quorum for this long. */
  MonotonicTime quorumDeadline(Membership membership, Duration silence) {
    long heardAt =
        reachedByQuorum(
            membership,
            voter ->
                voter.equals(self)
                    ? MonotonicTime.NEVER.nanos()
                    : follower(voter).heardAt().nanos());
    return new MonotonicTime(heardAt).plus(silence);
  }

  private static long reachedByQuorum(Membership membership, ToLongFunction<NodeId> value) {
    List<NodeId> voters = membership.voters();
    long[] ascending = new long[voters.size()];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = value.applyAsLong(voters.get(i));
    }
    Arrays.sort(ascending);
    return ascending[ascending.length - membership.quorum()];
  }

  /**
   * Returns the last index before which the log is of no use to a follower that gets a snapshot and
   * answers: what is behind it is to stay until it has the snapshot.
   */
  long neededFrom(MonotonicTime now, Duration silence) {
    long needed = Long.MAX_VALUE;
    for (Progress follower : followers.values()) {
      SnapshotSender.Transfer transfer = follower.transfer();
      if (transfer != null && !follower.heardAt().plus(silence).isDue(now)) {
        needed = Math.min(needed, transfer.index());
      }
    }
    return needed;
  }
}
