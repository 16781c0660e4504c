package org.quorama.protocol;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/**
 * Checks what must always hold. Unlike {@code assert} it is never switched off. A check of one
 * number makes no objects while it holds; where more of them are checked for every entry of a log,
 * the violation is thrown there.
 */
public final class Invariants {
  private Invariants() {}

  /**
   * Checks a condition.
   *
   * @param holds the condition
   * @param message the rule as a sentence, with {@link String#format} places for the values
   * @param values what to fill in
   * @throws InvariantViolation if the condition does not hold
   */
  @FormatMethod
  public static void check(boolean holds, String message, @Nullable Object... values) {
    if (!holds) {
      throw new InvariantViolation(String.format(message, values));
    }
  }

  /**
   * Checks a condition on a number.
   *
   * @param holds the condition
   * @param message the rule as a sentence, with a place for the number
   * @param value what to fill in
   * @throws InvariantViolation if the condition does not hold
   */
  @FormatMethod
  public static void check(boolean holds, String message, long value) {
    if (!holds) {
      throw new InvariantViolation(String.format(message, value));
    }
  }
}
