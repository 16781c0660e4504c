/**
 * The logs of all nodes as a grid. Entry: {@link org.quorama.monitor.view.log.LogScreen}, or {@link
 * org.quorama.monitor.view.log.LogGrid} where there is less room.
 */
@NullMarked
package org.quorama.monitor.view.log;

import org.jspecify.annotations.NullMarked;
