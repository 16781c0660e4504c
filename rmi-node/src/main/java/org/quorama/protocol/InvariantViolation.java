package org.quorama.protocol;

/** Says that a state was reached that must never be; the node that throws it stops. */
public final class InvariantViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message the broken rule, with the values that broke it
   */
  public InvariantViolation(String message) {
    super(message);
  }
}
