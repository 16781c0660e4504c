/**
 * Where in time the window stands: live, paused, or anywhere in what was recorded, and on which
 * branch. Properties belong to the JavaFX thread; what reads a recording runs beside it.
 *
 * <p>It draws nothing. Reading order: {@link org.quorama.monitor.viewmodel.time.TimeLine}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.time;

import org.jspecify.annotations.NullMarked;
