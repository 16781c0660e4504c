/**
 * Nodes that are wrong on purpose, to see whether the checkers find out. Band B; production never
 * depends on it.
 *
 * <p>A bug is another rule in place of one of the paper's, or a core around the real one that
 * changes what goes in and out. No class of a real node knows of them. Wrong disks and hosts are
 * beside the right ones, in the simulated host. Reading order: {@link
 * org.quorama.simulation.mutant.HostedCore}, {@link org.quorama.simulation.mutant.Mutants}.
 */
@NullMarked
package org.quorama.simulation.mutant;

import org.jspecify.annotations.NullMarked;
