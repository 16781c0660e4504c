/**
 * Questions to a recorded trace in SQL, as a person types them: read-only, with limits, and with
 * answers to mistakes in plain words. Band B.
 *
 * <p>Reading order: {@link org.quorama.trace.sql.TraceQueries}, {@link
 * org.quorama.trace.sql.Answer}, {@link org.quorama.trace.sql.Question}.
 */
@NullMarked
package org.quorama.trace.sql;

import org.jspecify.annotations.NullMarked;
