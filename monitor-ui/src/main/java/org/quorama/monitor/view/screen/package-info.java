/**
 * What every screen of the window has in common: {@link org.quorama.monitor.view.screen.Screen},
 * and {@link org.quorama.monitor.view.screen.Changes}, which tells it when to draw. No screen
 * itself, and no knowledge of any.
 */
@NullMarked
package org.quorama.monitor.view.screen;

import org.jspecify.annotations.NullMarked;
