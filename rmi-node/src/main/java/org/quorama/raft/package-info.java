/**
 * Raft: election, two-phase replication (replicate, then commit), durable state. Band A: pure.
 *
 * <p>Names are those of Figure 2 of the Raft paper. It holds no snapshot, membership change or
 * session. Reading order: {@link org.quorama.raft.RaftMessage}, {@link org.quorama.raft.RaftInput},
 * {@link org.quorama.raft.RaftEffect}, then the rules, then the core.
 */
@NullMarked
package org.quorama.raft;

import org.jspecify.annotations.NullMarked;
