/** Five steps that show a newcomer where things are. */
@NullMarked
package org.quorama.monitor.view.tour;

import org.jspecify.annotations.NullMarked;
