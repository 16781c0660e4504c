/** Helpers for tests of every module. Start with {@link org.quorama.testing.FreePorts}. */
@NullMarked
package org.quorama.testing;

import org.jspecify.annotations.NullMarked;
