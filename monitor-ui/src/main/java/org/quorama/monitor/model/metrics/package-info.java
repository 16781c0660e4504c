/**
 * Figures of a cluster over time, folded from the trace: {@link
 * org.quorama.monitor.model.metrics.MetricsFold} takes events, {@link
 * org.quorama.monitor.model.metrics.Figures} is what it tells of a window of time. No JavaFX.
 */
@NullMarked
package org.quorama.monitor.model.metrics;

import org.jspecify.annotations.NullMarked;
