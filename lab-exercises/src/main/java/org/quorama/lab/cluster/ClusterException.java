package org.quorama.lab.cluster;

/** Says that a cluster cannot be started or found; the message says what to do. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what is wrong, and what to do
   */
  public ClusterException(String message) {
    super(message);
  }

  /**
   * Makes one with the failure underneath.
   *
   * @param message what is wrong, and what to do
   * @param cause the failure
   */
  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
