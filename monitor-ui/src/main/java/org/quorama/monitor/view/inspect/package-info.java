/** Every field of what is chosen. Entry: {@link org.quorama.monitor.view.inspect.InspectorPane}. */
@NullMarked
package org.quorama.monitor.view.inspect;

import org.jspecify.annotations.NullMarked;
