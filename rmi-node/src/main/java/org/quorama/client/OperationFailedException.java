package org.quorama.client;

import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** Says that an operation failed, or that nobody knows; the message says what to do. */
public final class OperationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final ErrorCode code;

  /**
   * Makes one.
   *
   * @param outcome fail (certainly no effect) or unknown
   * @param code why
   * @param message what failed, and what the reader may do
   */
  public OperationFailedException(Outcome outcome, ErrorCode code, String message) {
    super(message);
    this.outcome = outcome;
    this.code = code;
  }

  /** Returns whether it certainly had no effect, or whether that is unknown. */
  public Outcome outcome() {
    return outcome;
  }

  /** Returns why it failed. */
  public ErrorCode code() {
    return code;
  }
}
