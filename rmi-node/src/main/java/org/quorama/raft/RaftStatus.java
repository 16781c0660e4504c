package org.quorama.raft;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;

/**
 * What a node believes of itself at one moment, for tracers, checkers and people. Immutable.
 *
 * @param hardState currentTerm and votedFor
 * @param role follower, candidate or leader
 * @param leaderId whom it takes for the leader, null if unknown
 * @param log how far its log goes and is committed and applied
 * @param votesReceived who granted their vote, in a candidate only
 * @param matchIndex what the leader knows to be replicated on each member, in a leader only
 * @param nextIndex what the leader sends next to each member, in a leader only
 * @param deadline when it will start an election, or send a heartbeat if it leads
 * @param membership who belongs to the cluster: the latest in its log
 */
public record RaftStatus(
    HardState hardState,
    RoleName role,
    @Nullable NodeId leaderId,
    LogIndexes log,
    List<NodeId> votesReceived,
    Map<NodeId, Long> matchIndex,
    Map<NodeId, Long> nextIndex,
    MonotonicTime deadline,
    Membership membership)
    implements Serializable {
  /**
   * How far a log goes.
   *
   * @param last the last entry
   * @param commitIndex the last index known to be committed
   * @param lastApplied the last index in the state machine
   * @param snapshotIndex the last index that the latest snapshot replaces, 0 without one
   */
  public record LogIndexes(LogPosition last, long commitIndex, long lastApplied, long snapshotIndex)
      implements Serializable {
    /**
     * Makes the indexes of a node without a snapshot.
     *
     * @param last the last entry
     * @param commitIndex the last index known to be committed
     * @param lastApplied the last index in the state machine
     */
    public LogIndexes(LogPosition last, long commitIndex, long lastApplied) {
      this(last, commitIndex, lastApplied, 0);
    }
  }

  /** A map of few indexes in the order of the ids; cheap to make at every step. Immutable. */
  static final class Indexes extends AbstractMap<NodeId, Long> implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<SimpleImmutableEntry<NodeId, Long>> entries;

    private Indexes(Builder builder) {
      this.entries = builder.entries;
    }

    @Override
    public @Nullable Long get(Object id) {
      for (int i = 0; i < entries.size(); i++) {
        if (entries.get(i).getKey().equals(id)) {
          return entries.get(i).getValue();
        }
      }
      return null;
    }

    @Override
    public boolean containsKey(Object id) {
      return get(id) != null;
    }

    @Override
    public Set<Entry<NodeId, Long>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<NodeId, Long>> iterator() {
          return Collections.<Entry<NodeId, Long>>unmodifiableList(entries).iterator();
        }

        @Override
        public int size() {
          return entries.size();
        }
      };
    }

    /** Makes one; the keys have to come in their order. */
    static final class Builder {
      private final ArrayList<SimpleImmutableEntry<NodeId, Long>> entries;

      Builder(int size) {
        entries = new ArrayList<>(size);
      }

      void put(NodeId id, long index) {
        entries.add(new SimpleImmutableEntry<>(id, index));
      }

      Indexes build() {
        return new Indexes(this);
      }
    }
  }

  /** Copies the collections, the maps in the order of the ids. */
  public RaftStatus {
    votesReceived = List.copyOf(votesReceived);
    matchIndex = inOrder(matchIndex);
    nextIndex = inOrder(nextIndex);
  }

  private static Map<NodeId, Long> inOrder(Map<NodeId, Long> map) {
    if (map.isEmpty()) {
      return Map.of();
    }
    return map instanceof Indexes ? map : Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
