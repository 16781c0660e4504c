/**
 * The recording as a table for questions in SQL: {@link org.quorama.monitor.model.sql.TraceTable}
 * asks, {@link org.quorama.monitor.model.sql.Chart} says how an answer can be drawn. No JavaFX.
 */
@NullMarked
package org.quorama.monitor.model.sql;

import org.jspecify.annotations.NullMarked;
