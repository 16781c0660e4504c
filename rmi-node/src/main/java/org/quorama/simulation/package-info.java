/**
 * The simulated host: the same cores as in a real node, on virtual time, from one seed. Band B;
 * production never depends on it.
 *
 * <p>One thread and one queue of events run all nodes and clients of a run, over a network and
 * disks that lose, delay, repeat and tear. A run is its seed: the same seed gives the same run, and
 * a broken rule prints the command that replays it. Only {@link
 * org.quorama.simulation.SimulationBatch} has threads, one run in each. It is no proof: what no
 * seed reached was not tried. Reading order: {@link org.quorama.simulation.SimulationRun}, {@link
 * org.quorama.simulation.SimulatedCluster}, then the node, the network and the disk. What goes
 * wrong is in {@code fault}, what must hold in {@code check}, nodes that are wrong on purpose in
 * {@code mutant}; {@link org.quorama.simulation.Shrinker} makes a failing run small.
 */
@NullMarked
package org.quorama.simulation;

import org.jspecify.annotations.NullMarked;
