/**
 * The keys of the whole window, and the card that shows them.
 *
 * <p>Reading order: {@link org.quorama.monitor.view.keys.Keys}.
 */
@NullMarked
package org.quorama.monitor.view.keys;

import org.jspecify.annotations.NullMarked;
