/** Threads that do not keep a process alive, each with a name, and how they wait for bytes. */
@NullMarked
package org.quorama.daemon;

import org.jspecify.annotations.NullMarked;
