/**
 * The one record of what happened: typed events that monitor, demos, graders and checkers read.
 * Band B.
 *
 * <p>It observes and never decides. Reading order: {@link org.quorama.trace.TraceEvent}, {@link
 * org.quorama.trace.TraceDetail}.
 */
@NullMarked
package org.quorama.trace;

import org.jspecify.annotations.NullMarked;
