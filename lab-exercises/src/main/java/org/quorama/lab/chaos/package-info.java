/**
 * Breaks five real processes on purpose while clients work, and checks what they saw. Band C.
 *
 * <p>A seed decides the faults; the processes' own timing it cannot decide, so the same seed is a
 * similar run, not the same one: that is what {@link org.quorama.simulation} is for. Reading order:
 * {@link org.quorama.lab.chaos.Chaos}, {@code ChaosRun}, {@code FaultPlayer}, {@code Callers}.
 */
@NullMarked
package org.quorama.lab.chaos;

import org.jspecify.annotations.NullMarked;
