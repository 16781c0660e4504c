/**
 * The shape that every protocol core shares. Band A: pure.
 *
 * <p>A core knows no time, thread, disk or network: all it needs arrives as an argument, and all it
 * wants done leaves as a list of effects. Read {@link org.quorama.protocol.ProtocolCore} first.
 */
@NullMarked
package org.quorama.protocol;

import org.jspecify.annotations.NullMarked;
