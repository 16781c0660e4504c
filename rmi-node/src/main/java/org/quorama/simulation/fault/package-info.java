/**
 * What goes wrong in a simulated run, and when. Band B; production never depends on it.
 *
 * <p>A seed draws its mix of faults from coarse sets ({@link org.quorama.simulation.fault.Swarm}),
 * and a {@link org.quorama.simulation.fault.Nemesis} breaks things on purpose by the attacks of
 * that mix. Whatever it does is a {@link org.quorama.simulation.fault.Fault} that is written down
 * as a {@link org.quorama.simulation.fault.FaultEvent}, so that a failing run can be replayed with
 * a few of its faults only. Not here: what the faults do to nodes, links and disks, which their
 * hosts know. Reading order: {@link org.quorama.simulation.fault.FaultMix}, {@link
 * org.quorama.simulation.fault.Fault}, {@link org.quorama.simulation.fault.Attack}.
 */
@NullMarked
package org.quorama.simulation.fault;

import org.jspecify.annotations.NullMarked;
