package org.quorama.metadata.operation;

import java.io.Serializable;

/**
 * One operation as a client sends it. Immutable.
 *
 * @param id the same when it is sent again
 * @param operation what to do
 */
public record OperationRequest(RequestId id, FileOperation operation) implements Serializable {}
