/**
 * The bar at the window's bottom that shows where in time the window stands, and goes elsewhere.
 *
 * <p>It looks nothing up: {@link org.quorama.monitor.viewmodel.time.TimeLine} does. Reading order:
 * {@link org.quorama.monitor.view.time.TimeBar}.
 */
@NullMarked
package org.quorama.monitor.view.time;

import org.jspecify.annotations.NullMarked;
