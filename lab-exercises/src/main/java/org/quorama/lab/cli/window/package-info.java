/**
 * The window on real processes and simulated ones: what its buttons do, and the window of a demo.
 * Band C.
 *
 * <p>Reading order: {@link org.quorama.lab.cli.window.LiveControls}, {@link
 * org.quorama.lab.cli.window.DemoWindow}, {@link org.quorama.lab.cli.window.SimulatedDemoWindow}.
 */
@NullMarked
package org.quorama.lab.cli.window;

import org.jspecify.annotations.NullMarked;
