package org.quorama.lab.demos.command;

/** Says why a line of a script is none: what was read, and what is possible there. */
public final class LineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what was read, and what is possible
   */
  public LineException(String message) {
    super(message);
  }
}
