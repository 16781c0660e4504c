package org.quorama.raft;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogPosition;

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
 */
public record RaftStatus(
    HardState hardState,
    RoleName role,
    @Nullable NodeId leaderId,
    LogIndexes log,
    List<NodeId> votesReceived,
    Map<NodeId, Long> matchIndex,
    Map<NodeId, Long> nextIndex,
    MonotonicTime deadline)
    implements Serializable {
  /**
   * How far a log goes.
   *
   * @param last the last entry
   * @param commitIndex the last index known to be committed
   * @param lastApplied the last index given to the state machine
   */
  public record LogIndexes(LogPosition last, long commitIndex, long lastApplied)
      implements Serializable {}

  /** Copies the collections, the maps in the order of the ids. */
  public RaftStatus {
    votesReceived = List.copyOf(votesReceived);
    matchIndex = Collections.unmodifiableMap(new TreeMap<>(matchIndex));
    nextIndex = Collections.unmodifiableMap(new TreeMap<>(nextIndex));
  }
}
