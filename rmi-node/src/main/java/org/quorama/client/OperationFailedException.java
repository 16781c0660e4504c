package org.quorama.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** Says that an operation failed, or that nobody knows; the message says what to do. */
public final class OperationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final ErrorCode code;
  private final @Nullable NodeId node;
  private final long term;

  /**
   * Makes one.
   *
   * @param outcome fail (certainly no effect) or unknown
   * @param code why
   * @param message what failed, and what the reader may do
   */
  public OperationFailedException(Outcome outcome, ErrorCode code, String message) {
    this(outcome, code, message, null, 0);
  }

  /**
   * Makes one that says who answered last.
   *
   * @param outcome fail (certainly no effect) or unknown
   * @param code why
   * @param message what failed, and what the reader may do
   * @param node who answered, null if nobody did
   * @param term the term that node was in, 0 if unknown
   */
  OperationFailedException(
      Outcome outcome, ErrorCode code, String message, @Nullable NodeId node, long term) {
    super(message);
    this.outcome = outcome;
    this.code = code;
    this.node = node;
    this.term = term;
  }

  /** Returns who answered last, empty if nobody did. */
  public Optional<NodeId> node() {
    return Optional.ofNullable(node);
  }

  /** Returns the term of the node that answered last, 0 if unknown. */
  public long term() {
    return term;
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
