/**
 * TLA+ specifications of the protocols, model-checked small, and the traces of runs judged by them.
 * Reading order: {@code RaftCore.tla}, {@code RaftTrace.tla}, {@link
 * org.quorama.tla.TraceValidator}.
 */
@NullMarked
package org.quorama.tla;

import org.jspecify.annotations.NullMarked;
