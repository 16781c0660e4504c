package org.quorama.rmi;

/** Says that a port is taken, and what to do. */
public final class PortInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param host where the port was wanted
   * @param port which one
   * @param cause the failure underneath
   */
  public PortInUseException(String host, int port, Throwable cause) {
    super(
        "Port "
            + port
            + " on "
            + host
            + " is in use: stop the process that has it, or choose another port (0 takes any)",
        cause);
  }
}
