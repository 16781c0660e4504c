package org.quorama.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InvariantsTest {
  @Test
  void whatHoldsIsNotPutIntoWords() {
    assertThatCode(
            () -> {
              Invariants.check(true, "%d", 1);
              Invariants.check(true, "%s", new Unspeakable());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void whatDoesNotHoldSaysItsNumbers() {
    assertViolation(() -> Invariants.check(false, "Only %d", 1), "Only 1");
    assertViolation(() -> Invariants.check(false, "%d behind %d", 1, 2), "1 behind 2");
    assertViolation(() -> Invariants.check(false, "%s of %d", "a", 2), "a of 2");
  }

  private static void assertViolation(Runnable check, String message) {
    assertThatThrownBy(check::run).isInstanceOf(InvariantViolation.class).hasMessage(message);
  }

  private static final class Unspeakable {
    @Override
    public String toString() {
      throw new AssertionError("nobody asked");
    }
  }
}
