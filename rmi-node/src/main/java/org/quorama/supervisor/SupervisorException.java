package org.quorama.supervisor;

/** Says that a cluster or a node could not be started or found, and what to do. */
public final class SupervisorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what failed, and what the reader may do
   */
  public SupervisorException(String message) {
    super(message);
  }

  /**
   * Makes one with a cause.
   *
   * @param message what failed, and what the reader may do
   * @param cause the failure underneath
   */
  public SupervisorException(String message, Throwable cause) {
    super(message, cause);
  }
}
