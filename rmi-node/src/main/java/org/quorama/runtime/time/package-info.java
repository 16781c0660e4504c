/**
 * A live node's time: protocol time that a lab stretches and stops, and waits that follow it. Band
 * B.
 *
 * <p>Not here: deadlines, which the cores keep. Start with {@link
 * org.quorama.runtime.time.LiveClock}.
 */
@NullMarked
package org.quorama.runtime.time;

import org.jspecify.annotations.NullMarked;
