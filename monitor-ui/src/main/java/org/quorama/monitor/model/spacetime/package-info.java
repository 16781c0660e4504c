/**
 * The trace as a space-time diagram: lanes, marks, arrows and bands, still without pixels. Entry:
 * {@link org.quorama.monitor.model.spacetime.SpaceTime}.
 */
@NullMarked
package org.quorama.monitor.model.spacetime;

import org.jspecify.annotations.NullMarked;
