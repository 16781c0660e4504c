package org.quorama.protocol;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/** Checks what must always hold. Unlike {@code assert} it is never switched off. */
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
}
