package org.quorama.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quorama.simulation.history.RegisterAction.Read;
import org.quorama.simulation.history.RegisterAction.Refused;
import org.quorama.simulation.history.RegisterAction.Write;
import org.quorama.simulation.history.Verdict.Result;

class LinearizabilityCheckerTest {
  private static final long ANY = RegisterAction.ANY_VERSION;
  private static final CheckBounds BOUNDS = new CheckBounds(Duration.ofSeconds(20), 500_000);

  private final List<Operation> history = new ArrayList<>();

  private void saw(int process, RegisterAction action, long from, long to) {
    history.add(new Operation(process, "a", action, from, to));
  }

  private void unknown(int process, RegisterAction action, long from) {
    saw(process, action, from, Operation.NEVER);
  }

  private Verdict verdict() {
    return LinearizabilityChecker.check(history, BOUNDS);
  }

  private void assertResult(Result expected) {
    assertThat(verdict().result()).isEqualTo(expected);
  }

  @Test
  void anEmptyHistoryPasses() {
    assertResult(Result.PASS);
  }

  @Test
  void aReadSeesTheWriteThatReturnedBefore() {
    saw(1, new Write("x", ANY, 5), 0, 10);
    saw(2, new Read("x", 5), 11, 12);
    assertResult(Result.PASS);
  }

  @Test
  void aReadMaySeeAWriteThatRunsOrNot() {
    saw(1, new Write("x", ANY, 5), 0, 10);
    saw(2, new Read(null, 0), 1, 2);
    saw(2, new Read("x", 5), 3, 4);
    assertResult(Result.PASS);
  }

  @Test
  void aReadOfWhatWasThereBeforeACompletedWriteFails() {
    saw(1, new Write("x", ANY, 5), 0, 10);
    saw(1, new Write("y", ANY, 6), 11, 20);
    saw(2, new Read("x", 5), 21, 22);
    assertResult(Result.FAIL);
    assertThat(verdict().explanation())
        .contains("client 2 read a: \"x\" in version 5")
        .contains("the 2 answers before it have an order")
        .contains("\"y\" in version 6");
  }

  @Test
  void twoReadsNeverGoBackInTime() {
    saw(1, new Write("x", ANY, 5), 0, 100);
    saw(2, new Read("x", 5), 1, 2);
    saw(3, new Read(null, 0), 3, 4);
    assertResult(Result.FAIL);
  }

  @Test
  void aConditionalWriteNeedsItsVersion() {
    saw(1, new Write("x", 0, 5), 0, 1);
    saw(2, new Write("y", 5, 6), 2, 3);
    saw(3, new Refused(5), 4, 5);
    assertResult(Result.PASS);
    saw(3, new Write("z", 5, 7), 6, 7);
    assertResult(Result.FAIL);
  }

  @Test
  void aRefusalForTheRightVersionFails() {
    saw(1, new Write("x", 0, 5), 0, 1);
    saw(2, new Refused(5), 2, 3);
    assertResult(Result.FAIL);
    unknown(3, new Write("z", ANY, 0), 1);
    assertResult(Result.PASS);
  }

  @Test
  void oneUnknownWriteExplainsOneVersionOnly() {
    saw(1, new Write("x", 0, 5), 0, 1);
    unknown(3, new Write("z", 5, 0), 1);
    saw(2, new Refused(5), 2, 3);
    saw(2, new Read("z", 7), 4, 5);
    saw(2, new Refused(7), 6, 7);
    assertResult(Result.FAIL);
  }

  @Test
  void anUnknownWriteMayTakeEffectLateOnceOrNever() {
    unknown(1, new Write("x", ANY, 0), 0);
    saw(2, new Read(null, 0), 10, 11);
    assertResult(Result.PASS);
    saw(2, new Write("y", ANY, 3), 12, 13);
    saw(2, new Read("x", 4), 14, 15);
    assertResult(Result.PASS);
    saw(2, new Write("w", ANY, 5), 16, 17);
    saw(2, new Read("x", 6), 18, 19);
    assertResult(Result.FAIL);
  }

  @Test
  void anUnknownWriteDoesNotTakeEffectBeforeItsCall() {
    saw(2, new Read("x", 4), 1, 2);
    unknown(1, new Write("x", ANY, 0), 3);
    assertResult(Result.FAIL);
  }

  @Test
  void versionsOnlyGrow() {
    saw(1, new Write("x", ANY, 6), 0, 1);
    saw(1, new Write("y", ANY, 5), 2, 3);
    assertResult(Result.FAIL);
  }

  @Test
  void registersAreIndependent() {
    saw(1, new Write("x", ANY, 5), 0, 1);
    history.add(new Operation(2, "b", new Read(null, 0), 2, 3));
    assertResult(Result.PASS);
    history.add(new Operation(2, "b", new Read("x", 5), 4, 5));
    assertResult(Result.FAIL);
  }

  @Test
  void theFirstAnswerThatCannotBeExplainedIsNamed() {
    for (int i = 0; i < 100; i++) {
      saw(1, new Write("x" + i, ANY, i + 1), 10L * i, 10L * i + 4);
      saw(2, new Read("x" + (i == 60 ? 58 : i), i == 60 ? 59 : i + 1), 10L * i + 5, 10L * i + 9);
    }
    assertThat(verdict().explanation()).contains("answer: client 2 read a: \"x58\" in version 59");
  }

  @Test
  void theBoundsEndASearchUndecided() {
    for (int i = 0; i < 40; i++) {
      saw(i, new Write("x" + i, ANY, 0), 0, 1000);
    }
    saw(50, new Read("nobody", 7), 1001, 1002);
    CheckBounds tight = new CheckBounds(Duration.ofSeconds(20), 2_000);
    Verdict verdict = LinearizabilityChecker.check(history, tight);
    assertThat(verdict.result()).isEqualTo(Result.UNDECIDED);
    assertThat(verdict.explanation()).contains("register a");
    assertThat(verdict.configurations()).isLessThan(3_000);
  }

  @Test
  void agreesWithTryingEveryOrderOfSmallHistories() {
    int passed = 0;
    int failed = 0;
    for (long seed = 1; seed <= 8_000; seed++) {
      List<Operation> small = RandomHistory.guessed(new SplittableRandom(seed), 5);
      boolean expected = EveryOrder.isLinearizable(small);
      Verdict verdict = LinearizabilityChecker.check(small, BOUNDS);
      assertThat(verdict.result())
          .as("seed %d: %s", seed, small)
          .isEqualTo(expected ? Result.PASS : Result.FAIL);
      passed += expected ? 1 : 0;
      failed += expected ? 0 : 1;
    }
    assertThat(passed).isGreaterThan(300);
    assertThat(failed).isGreaterThan(300);
  }

  @Test
  @Timeout(20)
  void tenThousandOperationsOfFiveClientsTakeASecond() {
    List<Operation> large = RandomHistory.real(new SplittableRandom(7), 10_000);
    long start = System.nanoTime();
    Verdict verdict = LinearizabilityChecker.check(large, CheckBounds.defaults());
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%,d operations, %,d unknown: %s in %.2f s, %,d configurations%n",
        large.size(),
        large.stream().filter(it -> !it.isKnown()).count(),
        verdict.result(),
        seconds,
        verdict.configurations());
    assertThat(verdict.result()).isEqualTo(Result.PASS);
    assertThat(seconds).isLessThan(10);
  }

  @Test
  @Timeout(30)
  void oneStaleReadAmongThousandsIsFound() {
    List<Operation> large = new ArrayList<>(RandomHistory.real(new SplittableRandom(9), 5_000));
    Operation late = large.get(large.size() - 1);
    Operation old =
        large.stream()
            .filter(it -> it.isKnown() && it.key().equals(late.key()))
            .filter(it -> it.action() instanceof Write)
            .findFirst()
            .orElseThrow();
    Write write = (Write) old.action();
    Read stale = new Read(write.value(), write.version());
    long after = late.invokedNanos() + 1_000_000;
    large.add(new Operation(99, late.key(), stale, after, after + 1));
    Verdict verdict = LinearizabilityChecker.check(large, CheckBounds.defaults());
    assertThat(verdict.result()).isEqualTo(Result.FAIL);
    assertThat(verdict.explanation()).contains("client 99 read");
  }
}
