/**
 * What is judged, counted and asked of the whole recording, off the JavaFX thread: {@link
 * org.quorama.monitor.viewmodel.figures.FiguresViewModel}, {@link
 * org.quorama.monitor.viewmodel.figures.SqlViewModel}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.figures;

import org.jspecify.annotations.NullMarked;
