/**
 * Measures a cluster as its users would: {@code quorama bench}.
 *
 * <p>Closed loops of many callers that share one client, in rounds that take turns; each figure is
 * the median of its runs and one line of {@code key=value} pairs. Reading order: {@link
 * org.quorama.lab.bench.Bench}, {@code ClosedLoop}, {@code OutageProbe}.
 */
@NullMarked
package org.quorama.lab.bench;

import org.jspecify.annotations.NullMarked;
