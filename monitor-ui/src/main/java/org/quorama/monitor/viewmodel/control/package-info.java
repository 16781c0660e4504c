/**
 * What a person may do to the chosen node and to the whole cluster, and why not; knows no scene
 * graph.
 *
 * <p>Reading order: {@link org.quorama.monitor.viewmodel.control.ControlsViewModel}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.control;

import org.jspecify.annotations.NullMarked;
