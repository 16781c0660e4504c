/**
 * Where the monitor's events come from: the traces of live nodes, read off the JavaFX thread.
 *
 * <p>It neither interprets nor draws. Reading order: {@link org.quorama.monitor.feed.TraceSink},
 * {@link org.quorama.monitor.feed.TraceFeed}.
 */
@NullMarked
package org.quorama.monitor.feed;

import org.jspecify.annotations.NullMarked;
