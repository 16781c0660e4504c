/**
 * Chunks on one chunkserver: versions, leases, the order of mutations. Band A: pure.
 *
 * <p>A primary gives mutations serial numbers and has the secondaries apply them in the same order
 * [GFS §3.1]; only the first write of a new chunk needs no lease, because it makes the chunk. Bytes
 * never pass through here: they are pushed to the host under a {@link org.quorama.chunk.DataId},
 * and the core says where they go. Reading order: {@link org.quorama.chunk.Mutation}, {@link
 * org.quorama.chunk.ChunkMessage}, {@link org.quorama.chunk.ChunkInput}, {@link
 * org.quorama.chunk.ChunkEffect}, then the core and its rules: grants, leases, the primary, the
 * secondary, copies, reports.
 */
@NullMarked
package org.quorama.chunk;

import org.jspecify.annotations.NullMarked;
