package org.quorama.lab.demos.command;

/** Says that something expected is not so. */
public final class ExpectationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String seen;

  /**
   * Makes one.
   *
   * @param expected what was expected, as the script says it
   * @param seen what is seen instead
   */
  public ExpectationException(String expected, String seen) {
    super("Expected: " + expected + "; seen: " + seen);
    this.expected = expected;
    this.seen = seen;
  }

  /** Returns what was expected, as the script says it. */
  public String expected() {
    return expected;
  }

  /** Returns what is seen instead. */
  public String seen() {
    return seen;
  }
}
