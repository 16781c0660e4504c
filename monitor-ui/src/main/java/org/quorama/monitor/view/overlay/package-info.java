/**
 * Cards in front of the screens: help, the first tour, and small questions. Escape closes each.
 *
 * <p>Reading order: {@link org.quorama.monitor.view.overlay.Overlay}.
 */
@NullMarked
package org.quorama.monitor.view.overlay;

import org.jspecify.annotations.NullMarked;
