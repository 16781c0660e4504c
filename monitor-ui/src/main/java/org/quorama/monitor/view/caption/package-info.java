/** The sentences on what happened, to read, to hear and to click on. */
@NullMarked
package org.quorama.monitor.view.caption;

import org.jspecify.annotations.NullMarked;
