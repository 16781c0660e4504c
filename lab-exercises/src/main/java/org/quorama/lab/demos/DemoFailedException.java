package org.quorama.lab.demos;

/** Says that a demo did not see what must happen. */
public final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what was expected and what happened
   */
  public DemoFailedException(String message) {
    super(message);
  }
}
