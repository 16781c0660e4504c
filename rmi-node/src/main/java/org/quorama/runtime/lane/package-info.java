/**
 * Who does what the event loop may not wait for, and in which order. Band B.
 *
 * <p>Not here: what is done. Start with {@link org.quorama.runtime.lane.PeerLane}.
 */
@NullMarked
package org.quorama.runtime.lane;

import org.jspecify.annotations.NullMarked;
