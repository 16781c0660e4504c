/**
 * Every field of one thing in the model, in the words of the papers. Entry: {@link
 * org.quorama.monitor.model.inspect.Inspection}.
 */
@NullMarked
package org.quorama.monitor.model.inspect;

import org.jspecify.annotations.NullMarked;
