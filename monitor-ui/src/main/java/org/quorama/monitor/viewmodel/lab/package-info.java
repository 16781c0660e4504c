/**
 * What a person may do to a cluster that was started as a lab, and the demo that plays on it; knows
 * no scene graph.
 *
 * <p>Reading order: {@link org.quorama.monitor.viewmodel.lab.LabControls}, {@link
 * org.quorama.monitor.viewmodel.lab.LabViewModel}, {@link
 * org.quorama.monitor.viewmodel.lab.DemoPlayer}.
 */
@NullMarked
package org.quorama.monitor.viewmodel.lab;

import org.jspecify.annotations.NullMarked;
