/**
 * Virtual time: what is to happen in it, and the clocks that nodes read.
 *
 * <p>Everything here is confined to the thread of its run.
 */
@NullMarked
package org.quorama.simulation.time;

import org.jspecify.annotations.NullMarked;
