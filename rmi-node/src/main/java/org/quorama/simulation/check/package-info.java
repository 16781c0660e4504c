/**
 * What must hold in a simulated run, checked after every step. Band B; production never depends on
 * it.
 *
 * <p>A checker sees what no node can: all logs, all disks and all boots. A broken rule is worded
 * with the virtual time and the command that replays it. Not here: what the faults are, and how a
 * run is made. Reading order: {@link org.quorama.simulation.check.Rules}, {@link
 * org.quorama.simulation.check.ClusterChecker}, then the checkers of elections, logs, chunks and of
 * the tree.
 */
@NullMarked
package org.quorama.simulation.check;

import org.jspecify.annotations.NullMarked;
