package org.quorama.lab.demos.stage;

/** Says that a line of a script cannot be done, or that what it waits for does not come. */
public final class StageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what was wanted, and what is there instead
   */
  public StageException(String message) {
    super(message);
  }
}
