/**
 * What a node keeps on its disk: whose directory it is, the Raft log with term and vote, and chunk
 * replicas. Band B.
 *
 * <p>It decides nothing and knows no message. Whatever a method returns from is durable; what it
 * throws from is not acknowledged. No thread that calls it may ever be interrupted: an interrupt
 * closes the file channel for everyone. Reading order: {@link org.quorama.storage.DataDirectory},
 * {@link org.quorama.storage.RaftStorage}, its log ({@code SegmentedLog}, {@code LogRecovery},
 * {@code WalScanner}), {@code HardStateFile}, {@code SavedSnapshot}, then {@link
 * org.quorama.storage.ChunkStore}.
 */
@NullMarked
package org.quorama.storage;

import org.jspecify.annotations.NullMarked;
