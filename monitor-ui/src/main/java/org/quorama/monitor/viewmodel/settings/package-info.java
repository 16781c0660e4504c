/**
 * What the window remembers from one start to the next; knows no scene graph.
 *
 * <p>Reading order: {@link org.quorama.monitor.viewmodel.settings.Settings}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.settings;

import org.jspecify.annotations.NullMarked;
