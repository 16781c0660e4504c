/**
 * A recorded trace as a space-time diagram in text: a column a node, a row an event, causes above
 * their effects. Band C.
 *
 * <p>It reads and never decides; files and options are the command's. Reading order: {@link
 * org.quorama.lab.spacetime.SpaceTime}, {@link org.quorama.lab.spacetime.Selection}, {@code
 * CausalOrder}, {@code Lanes}, {@code EventText}.
 */
@NullMarked
package org.quorama.lab.spacetime;

import org.jspecify.annotations.NullMarked;
