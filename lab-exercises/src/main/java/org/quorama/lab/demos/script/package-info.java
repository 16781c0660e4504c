/**
 * Demo scripts: Markdown files of prose, lines that act and expect, and questions. Band C.
 *
 * <p>It reads and checks them; it plays nothing. Reading order: {@link
 * org.quorama.lab.demos.script.DemoScript}, {@link org.quorama.lab.demos.script.ScriptReader},
 * {@link org.quorama.lab.demos.script.ScriptFolder}.
 */
@NullMarked
package org.quorama.lab.demos.script;

import org.jspecify.annotations.NullMarked;
