package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.Membership;
import org.quorama.trace.RaftSummary;

/**
 * What the trace says of one node: its own belief, never the truth of another. Immutable.
 *
 * @param id who
 * @param life whether it lives
 * @param incarnation its boot count, 0 if unknown
 * @param raft its Raft state after its last event
 * @param votes the votes that it counted in this election, by voter: true is for it
 * @param deadline its next election deadline
 * @param log the entries of its log that the monitor knows, the newest {@value #MAX_CELLS}
 * @param logState what is known of its log beside the entries
 * @param peers what it, as leader, knows of its followers; empty if it does not lead
 * @param membership who belongs to the cluster in its view, null if it did not say
 * @param activity what it is about, beyond its role
 * @param missing how many of its events the monitor never saw
 */
public record NodeModel(
    NodeId id,
    Life life,
    long incarnation,
    RaftSummary raft,
    Map<NodeId, Boolean> votes,
    Deadline deadline,
    NavigableMap<Long, LogCell> log,
    LogState logState,
    Map<NodeId, Progress> peers,
    @Nullable Membership membership,
    Activity activity,
    long missing)
    implements Serializable {
  /** How many entries of a log are kept. */
  public static final int MAX_CELLS = 256;

  private static final RaftSummary NOTHING =
      new RaftSummary(0, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);

  /**
   * What a leader knows of a follower. Immutable.
   *
   * @param matchIndex up to where it holds the leader's log
   * @param nextIndex what it gets next
   */
  public record Progress(long matchIndex, long nextIndex) implements Serializable {}

  /** Makes the maps read-only; the makers in this package never share them. */
  public NodeModel {
    votes = Collections.unmodifiableMap(votes);
    log = Collections.unmodifiableNavigableMap(log);
    peers = Collections.unmodifiableMap(peers);
  }

  static NodeModel unknown(NodeId id) {
    return new NodeModel(
        id,
        Life.UNKNOWN,
        0,
        NOTHING,
        new TreeMap<>(),
        Deadline.NONE,
        new TreeMap<>(),
        LogState.NOTHING,
        new TreeMap<>(),
        null,
        Activity.NONE,
        0);
  }

  /** Returns this node without what runs out or is counted: what its log and place are made of. */
  public NodeModel atRest() {
    return new NodeModel(
        id,
        life,
        incarnation,
        raft,
        Map.of(),
        Deadline.NONE,
        log,
        logState,
        peers,
        membership,
        Activity.NONE,
        0);
  }

  NodeChange change() {
    return new NodeChange(this);
  }

  /**
   * Returns how far this node has come with an entry.
   *
   * @param index which
   */
  public LogPhase phaseOf(long index) {
    if (index <= raft.lastApplied()) {
      return LogPhase.APPLIED;
    }
    if (index <= raft.commitIndex()) {
      return LogPhase.COMMITTED;
    }
    return index <= durableUpTo() ? LogPhase.DURABLE : LogPhase.APPENDED;
  }

  /** Returns the last index that is durable here. */
  public long durableUpTo() {
    return logState.durableUpTo();
  }

  /** Returns true if its trace comes in. */
  public boolean isAlive() {
    return life == Life.ALIVE;
  }

  /** Returns true if it lives and takes itself for the leader. */
  public boolean isLeader() {
    return isAlive() && raft.role() == RoleName.LEADER;
  }

  /** Returns true if it lives and asks whether it could win an election. */
  public boolean asksForPreVotes() {
    return isAlive()
        && raft.role() == RoleName.FOLLOWER
        && raft.leaderId() == null
        && raft.term() < activity.preVoteTerm();
  }

  /** Returns to whom it hands the leadership just now, null if to nobody. */
  public @Nullable NodeId handsTo() {
    return isAlive() ? activity.handsTo() : null;
  }

  /** Returns its role in a word, or why it has none: {@code leader}, {@code dead}. */
  public String roleWord() {
    if (!isAlive()) {
      return life.word();
    }
    return switch (raft.role()) {
      case FOLLOWER -> asksForPreVotes() ? "pre-candidate" : "follower";
      case CANDIDATE -> "candidate";
      case LEADER -> "leader";
    };
  }

  /** Returns how many votes it has as a candidate, its own among them. */
  public long votesGranted() {
    long others =
        votes.entrySet().stream()
            .filter(vote -> vote.getValue() && !vote.getKey().equals(id))
            .count();
    return others + (id.equals(raft.votedFor()) ? 1 : 0);
  }

  /**
   * What is known of one node's log beside its entries. Immutable.
   *
   * @param durableUpTo the last index that is durable here
   * @param overwritten the entries that were in this log and are no more, the last at each index;
   *     the newest {@value #MAX_OVERWRITTEN}
   * @param digest of the state after the last entry that was applied, 0 if not told
   */
  public record LogState(long durableUpTo, NavigableMap<Long, LogCell> overwritten, long digest)
      implements Serializable {
    /** How many entries that are no more are kept. */
    public static final int MAX_OVERWRITTEN = 32;

    /** An empty log. */
    static final LogState NOTHING = new LogState(0, new TreeMap<>(), 0);

    /** Makes the map read-only; the makers in this package never share it. */
    public LogState {
      overwritten = Collections.unmodifiableNavigableMap(overwritten);
    }

    LogState durable(long upTo) {
      return new LogState(upTo, overwritten, digest);
    }

    LogState applied(long now) {
      return new LogState(durableUpTo, overwritten, now);
    }

    /** These entries are in the log no more. */
    LogState without(NavigableMap<Long, LogCell> gone) {
      if (gone.isEmpty()) {
        return this;
      }
      TreeMap<Long, LogCell> more = new TreeMap<>(overwritten);
      more.putAll(gone);
      while (more.size() > MAX_OVERWRITTEN) {
        more.pollFirstEntry();
      }
      return new LogState(durableUpTo, more, digest);
    }
  }
}
