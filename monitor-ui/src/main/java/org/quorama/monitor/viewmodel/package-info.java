/**
 * What the window shows, as JavaFX properties: no scene graph, no drawing.
 *
 * <p>Properties belong to the JavaFX thread; {@link org.quorama.monitor.viewmodel.ModelKeeper}
 * takes events on any thread, and {@link org.quorama.monitor.dispatch.UiDispatcher} alone crosses
 * over. Reading order: ModelKeeper, {@link org.quorama.monitor.viewmodel.ClusterViewModel}.
 */
@NullMarked
package org.quorama.monitor.viewmodel;

import org.jspecify.annotations.NullMarked;
