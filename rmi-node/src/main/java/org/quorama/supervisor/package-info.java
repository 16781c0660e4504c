/**
 * Starts, kills, restarts and watches the node processes of a cluster on this machine. Band B.
 *
 * <p>It is not part of the system: nodes work without it, but never outlive it. It decides nothing
 * about the protocol. Reading order: {@link org.quorama.supervisor.SupervisorConfig}, {@link
 * org.quorama.supervisor.Supervisor}, {@link org.quorama.supervisor.ClusterInfo}, {@link
 * org.quorama.supervisor.SupervisorPort}.
 */
@NullMarked
package org.quorama.supervisor;

import org.jspecify.annotations.NullMarked;
