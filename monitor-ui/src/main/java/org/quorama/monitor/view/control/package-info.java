/**
 * What a person may do, as buttons and menus that say why when they cannot be pressed.
 *
 * <p>Reading order: {@link org.quorama.monitor.view.control.ActionBar}.
 */
@NullMarked
package org.quorama.monitor.view.control;

import org.jspecify.annotations.NullMarked;
