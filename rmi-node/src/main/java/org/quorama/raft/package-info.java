/**
 * Raft, whole: election with pre-vote, two-phase replication (replicate, then commit), snapshots,
 * membership changes, transfer of leadership, linearizable reads. Band A: pure.
 *
 * <p>Names are those of Figure 2 of the Raft paper. It holds no state machine and no session.
 * Reading order: {@link org.quorama.raft.RaftMessage}, {@link org.quorama.raft.RaftInput}, {@link
 * org.quorama.raft.RaftEffect}; then the rules, {@link org.quorama.raft.ElectionRules}, {@link
 * org.quorama.raft.ReplicationRules}, {@link org.quorama.raft.CommitRules} and {@link
 * org.quorama.raft.ReadRules}; then {@link org.quorama.raft.RaftCore}, which hands inputs to {@code
 * Elections}, {@code Followership}, {@code Leadership}, {@code Reads}, {@code MembershipChanges},
 * {@code Compaction} and {@code Transfers}. They apply the rules to {@code RaftState} and leave
 * effects in {@code Outbox}.
 */
@NullMarked
package org.quorama.raft;

import org.jspecify.annotations.NullMarked;
