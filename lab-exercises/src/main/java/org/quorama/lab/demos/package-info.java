/**
 * Demos: short scripts that do something to a real cluster, say what they see in sentences, and
 * fail when it is not what must be. Band C.
 *
 * <p>They do not parse arguments and know no process: see {@code cli} and {@code lab.cluster}.
 * Reading order: {@link org.quorama.lab.demos.Demos}, {@code FirstFileDemo}.
 */
@NullMarked
package org.quorama.lab.demos;

import org.jspecify.annotations.NullMarked;
