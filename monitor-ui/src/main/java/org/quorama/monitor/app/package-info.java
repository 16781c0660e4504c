/**
 * Puts the monitor together: the live window, and pictures of a recorded run.
 *
 * <p>No drawing and no protocol. Reading order: {@link org.quorama.monitor.app.MonitorLauncher},
 * {@link org.quorama.monitor.app.MonitorPicture}.
 */
@NullMarked
package org.quorama.monitor.app;

import org.jspecify.annotations.NullMarked;
