/**
 * The node's cores wired together, and the live host that runs them, one turn at a time. Band B.
 *
 * <p>{@link org.quorama.runtime.core.NodeCore} has no thread and no I/O: the simulated host runs
 * the same class. Reading order: {@link org.quorama.runtime.core.NodeInput}, {@link
 * org.quorama.runtime.core.NodeEffect}, {@link org.quorama.runtime.core.NodeCore}, then the event
 * loop.
 */
@NullMarked
package org.quorama.runtime;

import org.jspecify.annotations.NullMarked;
