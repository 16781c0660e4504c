/**
 * The care for replicas [GFS §4.2 to §4.5]: what chunkservers reported, where replicas go, which
 * are missing, stale, corrupt or too many, and what is done about it. Band A: pure.
 *
 * <p>It acts on the leader only and keeps nothing: what is decided for all nodes goes through the
 * log, all else is learnt anew. It moves no data: chunkservers copy from each other.
 */
@NullMarked
package org.quorama.metadata.repair;

import org.jspecify.annotations.NullMarked;
