package org.quorama.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code RaftCore.tla}, model-checked small; and rules that are wrong on purpose. Larger models run
 * only with {@code -Dmodels=true}.
 */
class RaftCoreModelTest {
  private static final int WORKERS = 2;

  @ParameterizedTest(name = "{0}, MaxTerm {1}, MaxLog {2}, MaxRestarts {3}")
  @CsvSource({"Init <- FromStart, 1, 1, 1", "Init <- Figure8, 2, 1, 0"})
  @DisplayName("The rules keep every invariant of [Raft Fig. 3]")
  void theRulesAreSafe(
      String init, int maxTerm, int maxLog, int maxRestarts, TestReporter reporter) {
    assertSafe(bounds(init, maxTerm, maxLog, maxRestarts), reporter);
  }

  @ParameterizedTest(name = "{0}, MaxTerm {1}, MaxLog {2}, MaxRestarts {3}")
  @CsvSource({
    "Init <- FromStart, 1, 2, 1",
    "Init <- FromStart, 2, 1, 0",
    "Init <- Figure8, 2, 1, 1",
    "Init <- Figure8, 3, 1, 0"
  })
  @EnabledIfSystemProperty(named = "models", matches = "true")
  @DisplayName("The rules keep every invariant of [Raft Fig. 3] in more states")
  void theRulesAreSafeInMoreStates(
      String init, int maxTerm, int maxLog, int maxRestarts, TestReporter reporter) {
    assertSafe(bounds(init, maxTerm, maxLog, maxRestarts), reporter);
  }

  private static void assertSafe(List<String> config, TestReporter reporter) {
    Tlc.Result result = Tlc.check("MCRaftCore", config, WORKERS);

    assertThat(result.isClean()).as(result.output()).isTrue();
    assertThat(result.states()).as(result.output()).isGreaterThan(100);
    reporter.publishEntry(config + ": distinct states", String.valueOf(result.states()));
  }

  @ParameterizedTest
  @CsvSource({
    "KeptVote <- ForgottenVote, ElectionSafety, FromStart, 1, 1",
    "Waits <- WaitsForNothing, CommittedSurvives, FromStart, 1, 1",
    "IsFree <- FreeInAnyTerm, ElectionSafety, FromStart, 1, 0",
    "IsDurable <- DurableOrNot, CommittedSurvives, FromStart, 1, 1",
    "IsUpToDate <- Always, LeaderCompleteness, Figure8, 3, 0",
    "CommitOfFollower <- LeaderCommitAlone, StateMachineSafety, Figure8, 2, 0",
    "IsOfOwnTerm <- AnyTerm, CommittedSurvives, Figure8, 3, 0"
  })
  @DisplayName("A wrong rule breaks an invariant")
  void aWrongRuleIsFound(
      String exchange, String invariant, String init, int maxTerm, int maxRestarts) {
    List<String> config =
        List.of(
            exchange,
            "Init <- " + init,
            "MaxTerm = " + maxTerm,
            "MaxLog = 1",
            "MaxRestarts = " + maxRestarts);

    // One worker goes breadth first, so that it is always the same invariant that breaks first.
    Tlc.Result result = Tlc.check("MCRaftCore", config, 1);

    assertThat(result.violated()).as(result.output()).isEqualTo(invariant);
  }

  /** A worker that goes on would keep this JVM alive. */
  @AfterEach
  void noWorkerIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.isAlive() && !thread.isDaemon())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("TLC"));
  }

  private static List<String> bounds(String init, int maxTerm, int maxLog, int maxRestarts) {
    return List.of(
        init, "MaxTerm = " + maxTerm, "MaxLog = " + maxLog, "MaxRestarts = " + maxRestarts);
  }
}
