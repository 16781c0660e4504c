/**
 * The window: ring, log grid, chunk table, captions. Draws view models and decides nothing.
 *
 * <p>Confined to the JavaFX thread. Roles are shapes and words; colour is a second cue. Reading
 * order: {@link org.quorama.monitor.view.MonitorView}, then the parts it is made of.
 */
@NullMarked
package org.quorama.monitor.view;

import org.jspecify.annotations.NullMarked;
