/**
 * Which stretch of the trace the space-time diagram shows. Entry: {@link
 * org.quorama.monitor.viewmodel.spacetime.SpaceTimeViewModel}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.spacetime;

import org.jspecify.annotations.NullMarked;
