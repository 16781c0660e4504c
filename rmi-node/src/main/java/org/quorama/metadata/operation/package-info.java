/**
 * What a client asks of the master, and what it hears. Band A: pure.
 *
 * <p>It decides nothing: {@link org.quorama.metadata} does. Reading order: {@link
 * org.quorama.metadata.operation.FileOperation}, {@link
 * org.quorama.metadata.operation.OperationRequest}, {@link
 * org.quorama.metadata.operation.OperationReply}.
 */
@NullMarked
package org.quorama.metadata.operation;

import org.jspecify.annotations.NullMarked;
