package org.quorama.lab.cli;

/** Says in one line why a command failed, and what to do. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message one sentence
   */
  public CliException(String message) {
    super(message);
  }
}
