/**
 * Demos in the monitor's side panel: what the player does as pages, and the cluster that it plays
 * on in the same window. Band C.
 *
 * <p>Reading order: {@link org.quorama.lab.demos.window.WindowPlay}, {@code Pages}.
 */
@NullMarked
package org.quorama.lab.demos.window;

import org.jspecify.annotations.NullMarked;
