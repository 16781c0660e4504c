/**
 * The words of scripts: commands that act, conditions that are expected or waited for, and the
 * grammar that reads them. Band C.
 *
 * <p>A word is one {@link org.quorama.lab.demos.command.Form}: a pattern, a sentence of help, and
 * what it makes. Reading order: {@link org.quorama.lab.demos.command.Grammar}, {@code Form}, {@code
 * Commands}, {@code Conditions}.
 */
@NullMarked
package org.quorama.lab.demos.command;

import org.jspecify.annotations.NullMarked;
