/**
 * Which part of the logs is in sight. Entry: {@link org.quorama.monitor.viewmodel.log.LogWindow}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.log;

import org.jspecify.annotations.NullMarked;
