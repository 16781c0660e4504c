/**
 * What can be read off a cluster's model: nothing is kept here. Reading order: {@link
 * org.quorama.monitor.model.look.LogTable}, {@link org.quorama.monitor.model.look.Beliefs}.
 */
@NullMarked
package org.quorama.monitor.model.look;

import org.jspecify.annotations.NullMarked;
