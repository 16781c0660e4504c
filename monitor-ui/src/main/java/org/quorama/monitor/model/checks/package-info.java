/**
 * The properties that must hold, judged as the trace comes in: {@link
 * org.quorama.monitor.model.checks.CheckBoard} tells {@link
 * org.quorama.monitor.model.checks.Verdicts} for any moment. No JavaFX.
 */
@NullMarked
package org.quorama.monitor.model.checks;

import org.jspecify.annotations.NullMarked;
