package org.quorama.trace;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;

/**
 * A node's Raft state in a few numbers. Immutable.
 *
 * @param term currentTerm
 * @param role follower, candidate or leader
 * @param votedFor who got its vote in this term, null if nobody
 * @param leaderId whom it takes for the leader, null if unknown
 * @param lastIndex the index of its last entry, 0 if none
 * @param lastTerm the term of its last entry, 0 if none
 * @param commitIndex the last index known to be committed
 * @param lastApplied the last index applied
 * @param snapshotIndex the last index that its snapshot replaces, 0 without one
 */
public record RaftSummary(
    long term,
    RoleName role,
    @Nullable NodeId votedFor,
    @Nullable NodeId leaderId,
    long lastIndex,
    long lastTerm,
    long commitIndex,
    long lastApplied,
    long snapshotIndex)
    implements Serializable {}
