/**
 * Raft: election, two-phase replication (replicate, then commit), durable state. Band A: pure.
 *
 * <p>Names are those of Figure 2 of the Raft paper. It holds no snapshot, membership change or
 * session. Reading order: {@link org.quorama.raft.RaftMessage}, {@link org.quorama.raft.RaftInput},
 * {@link org.quorama.raft.RaftEffect}; then the rules, {@link org.quorama.raft.ElectionRules},
 * {@link org.quorama.raft.ReplicationRules} and {@link org.quorama.raft.CommitRules}; then {@link
 * org.quorama.raft.RaftCore}, which hands inputs to {@code Elections}, {@code Followership} and
 * {@code Leadership}. They apply the rules to {@code RaftState} and leave effects in {@code
 * Outbox}.
 */
@NullMarked
package org.quorama.raft;

import org.jspecify.annotations.NullMarked;
