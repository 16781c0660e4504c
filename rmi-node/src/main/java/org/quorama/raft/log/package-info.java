/**
 * What a node keeps: entries and their positions, term and vote, membership, snapshot. Band A:
 * pure.
 *
 * <p>It decides nothing: {@link org.quorama.raft} does. Reading order: {@link
 * org.quorama.raft.log.LogPosition}, {@link org.quorama.raft.log.LogEntry}, {@link
 * org.quorama.raft.log.RaftLog}, {@link org.quorama.raft.log.HardState}.
 */
@NullMarked
package org.quorama.raft.log;

import org.jspecify.annotations.NullMarked;
