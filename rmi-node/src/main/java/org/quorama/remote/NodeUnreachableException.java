package org.quorama.remote;

/** Says that a node did not answer. */
public final class NodeUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the call may have run all the same. */
  public enum Effect {
    /** The call certainly did not run. */
    NONE,
    /** The call may or may not have run. */
    UNKNOWN
  }

  private final Effect effect;

  /**
   * Makes one.
   *
   * @param message which node, and what the reader may do
   * @param effect whether the call may have run
   * @param cause the failure underneath
   */
  public NodeUnreachableException(String message, Effect effect, Throwable cause) {
    super(message, cause);
    this.effect = effect;
  }

  /** Returns whether the call may have run all the same. */
  public Effect effect() {
    return effect;
  }
}
