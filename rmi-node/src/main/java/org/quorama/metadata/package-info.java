/**
 * The replicated namespace and its master: paths, chunks, versions, leases, placement. Band A:
 * pure.
 *
 * <p>The state is {@link org.quorama.metadata.tree}, fed by the Raft log; chunk locations are not
 * in it, the master learns them from reports [GFS §2.6.2]. It moves no file data. Reading order:
 * {@link org.quorama.metadata.operation.FileOperation}, {@link org.quorama.metadata.MasterInput},
 * {@link org.quorama.metadata.MasterEffect}, then the core.
 */
@NullMarked
package org.quorama.metadata;

import org.jspecify.annotations.NullMarked;
