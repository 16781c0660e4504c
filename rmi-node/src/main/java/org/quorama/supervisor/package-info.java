/**
 * Starts, kills, restarts and watches the node processes of a cluster on this machine. Band B.
 *
 * <p>It knows no protocol, and never outlives its purpose: when it goes, its nodes go. Reading
 * order: {@link org.quorama.supervisor.Supervisor}, {@link org.quorama.supervisor.ClusterInfo}.
 */
@NullMarked
package org.quorama.supervisor;

import org.jspecify.annotations.NullMarked;
