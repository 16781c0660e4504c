/** Threads that do not keep a process alive, each with a name. */
@NullMarked
package org.quorama.daemon;

import org.jspecify.annotations.NullMarked;
