/**
 * What was told so far, and the model at any moment of it: events in pages, with a state of the
 * model every few thousand, so that a jump folds little.
 *
 * <p>It knows no JavaFX and no connection; its writer has a thread of its own. Reading order:
 * {@link org.quorama.monitor.model.history.History}.
 */
@NullMarked
package org.quorama.monitor.model.history;

import org.jspecify.annotations.NullMarked;
