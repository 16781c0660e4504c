/**
 * A recording of a whole cluster in the order in which a monitor was told: pages of events in one
 * H2 file of bounded size, with the states and bookmarks that a monitor adds. Band B.
 *
 * <p>It knows no model and draws nothing; for questions in SQL there is {@link
 * org.quorama.trace.TraceStore}. Reading order: {@link org.quorama.trace.recording.Recording},
 * {@link org.quorama.trace.recording.PageCodec}.
 */
@NullMarked
package org.quorama.trace.recording;

import org.jspecify.annotations.NullMarked;
