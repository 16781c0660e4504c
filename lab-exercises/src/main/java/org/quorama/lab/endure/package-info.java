/**
 * Real work on real processes while nodes are killed and restarted, and a verdict: everything that
 * was acknowledged is there, and every chunk is healthy afterwards. Band C.
 *
 * <p>It is not {@code chaos}, which asks whether small operations are linearizable. Reading order:
 * {@link org.quorama.lab.endure.Endure}, {@code TreeTrial}, {@code AppendTrial}, {@code
 * NodeKiller}.
 */
@NullMarked
package org.quorama.lab.endure;

import org.jspecify.annotations.NullMarked;
