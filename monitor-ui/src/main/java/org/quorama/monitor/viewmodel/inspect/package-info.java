/**
 * What is chosen, field by field, and which fields changed. Entry: {@link
 * org.quorama.monitor.viewmodel.inspect.InspectorViewModel}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.inspect;

import org.jspecify.annotations.NullMarked;
