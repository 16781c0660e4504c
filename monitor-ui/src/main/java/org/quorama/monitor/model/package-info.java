/**
 * What the monitor knows of the cluster: immutable values folded from the trace, one event at a
 * time.
 *
 * <p>It knows no JavaFX, no thread and no connection. Reading order: {@link
 * org.quorama.monitor.model.ClusterModel}, {@link org.quorama.monitor.model.NodeModel}, {@link
 * org.quorama.monitor.model.TerminalText}.
 */
@NullMarked
package org.quorama.monitor.model;

import org.jspecify.annotations.NullMarked;
