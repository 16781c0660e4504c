/**
 * The screens of what is judged, counted and asked: {@link
 * org.quorama.monitor.view.figures.ChecksScreen}, {@link
 * org.quorama.monitor.view.figures.MetricsScreen}, {@link
 * org.quorama.monitor.view.figures.SqlScreen}.
 */
@NullMarked
package org.quorama.monitor.view.figures;

import org.jspecify.annotations.NullMarked;
