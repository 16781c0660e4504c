/** The one way over to the thread that owns the properties and the window. */
@NullMarked
package org.quorama.monitor.dispatch;

import org.jspecify.annotations.NullMarked;
