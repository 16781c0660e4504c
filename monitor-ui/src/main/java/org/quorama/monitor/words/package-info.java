/**
 * What the monitor says to people, in English and German; every layer may use it.
 *
 * <p>No JavaFX. One bundle an area: {@code frame}, {@code time}, {@code screens}, {@code captions},
 * {@code controls}, {@code checks}, {@code metrics}, {@code sql}. Reading order: {@link
 * org.quorama.monitor.words.Words}, {@link org.quorama.monitor.words.Phrase}.
 */
@NullMarked
package org.quorama.monitor.words;

import org.jspecify.annotations.NullMarked;
