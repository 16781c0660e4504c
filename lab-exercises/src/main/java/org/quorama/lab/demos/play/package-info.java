/**
 * Plays scripts: a step forward, a step back, from the start; and shows it in a terminal. Band C.
 *
 * <p>A window draws the same {@link org.quorama.lab.demos.play.DemoState}; nothing here knows
 * JavaFX. Reading order: {@link org.quorama.lab.demos.play.DemoPlayer}, {@link
 * org.quorama.lab.demos.play.DemoState}, {@link org.quorama.lab.demos.play.PlayListener}.
 */
@NullMarked
package org.quorama.lab.demos.play;

import org.jspecify.annotations.NullMarked;
