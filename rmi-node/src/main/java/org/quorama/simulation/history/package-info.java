/**
 * Decides whether what clients saw of registers can be put into one order: linearizability. Band B;
 * production never depends on it.
 *
 * <p>It searches as Wing and Gong did, remembers where it has been as Lowe proposed, and looks at
 * each key for itself. It knows nothing of nodes: a history is all that it sees. Reading order:
 * {@link org.quorama.simulation.history.RegisterAction}, {@link
 * org.quorama.simulation.history.Operation}, {@link
 * org.quorama.simulation.history.LinearizabilityChecker}, then {@code OrderSearch}.
 */
@NullMarked
package org.quorama.simulation.history;

import org.jspecify.annotations.NullMarked;
