/** The space-time diagram. Entry: {@link org.quorama.monitor.view.spacetime.SpaceTimeScreen}. */
@NullMarked
package org.quorama.monitor.view.spacetime;

import org.jspecify.annotations.NullMarked;
