/**
 * A node's cores wired together, and the events that their steps leave in the trace. Pure: the
 * simulated and the live host run the same classes. Band B.
 *
 * <p>It has no thread and no I/O. Reading order: {@link org.quorama.runtime.core.NodeInput}, {@link
 * org.quorama.runtime.core.NodeEffect}, {@link org.quorama.runtime.core.NodeCore}, {@link
 * org.quorama.runtime.core.NodeTracer}.
 */
@NullMarked
package org.quorama.runtime.core;

import org.jspecify.annotations.NullMarked;
