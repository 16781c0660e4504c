package org.quorama.metadata.operation;

import java.io.Serializable;

/**
 * One operation as a client sends it. Immutable.
 *
 * @param id the same when it is sent again
 * @param acknowledgedUpTo the client has the answers of all requests of its session up to this
 *     sequence: they may be forgotten, and never come again
 * @param mode what a query may be answered from; means nothing for a mutation
 * @param operation what to do
 */
public record OperationRequest(
    RequestId id, long acknowledgedUpTo, ReadMode mode, FileOperation operation)
    implements Serializable {
  /**
   * Makes a request that acknowledges nothing and reads what is true.
   *
   * @param id the same when it is sent again
   * @param operation what to do
   */
  public OperationRequest(RequestId id, FileOperation operation) {
    this(id, 0, ReadMode.LINEARIZABLE, operation);
  }

  /**
   * Returns a request without a session, which must not be sent again if it changes something.
   *
   * @param operation what to do
   */
  public static OperationRequest once(FileOperation operation) {
    return new OperationRequest(RequestId.NONE, operation);
  }
}
