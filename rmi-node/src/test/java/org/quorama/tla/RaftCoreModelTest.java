package org.quorama.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code RaftCore.tla}, model-checked small; and rules that are wrong on purpose. Takes minutes, so
 * it runs only with {@code -Dmodels=true}.
 */
@EnabledIfSystemProperty(named = "models", matches = "true")
class RaftCoreModelTest {
  private static final int WORKERS = 2;

  @ParameterizedTest(name = "MaxTerm {0}, MaxLog {1}, MaxRestarts {2}")
  @CsvSource({"1, 1, 0", "1, 1, 1", "1, 2, 0"})
  @DisplayName("The rules keep every invariant of [Raft Fig. 3]")
  void theRulesAreSafe(int maxTerm, int maxLog, int maxRestarts, TestReporter reporter) {
    Tlc.Result result = Tlc.check("MCRaftCore", bounds(maxTerm, maxLog, maxRestarts), WORKERS);

    assertThat(result.isClean()).as(result.output()).isTrue();
    assertThat(result.states()).as(result.output()).isGreaterThan(100);
    reporter.publishEntry("distinct states", String.valueOf(result.states()));
  }

  @ParameterizedTest
  @CsvSource({
    "KeptVote <- ForgottenVote, ElectionSafety, 1, 1, 1",
    "Waits <- WaitsForNothing, ElectionSafety, 1, 1, 1",
    "IsFree <- FreeInAnyTerm, ElectionSafety, 1, 1, 0"
  })
  @DisplayName("A wrong rule breaks an invariant")
  void aWrongRuleIsFound(
      String exchange, String invariant, int maxTerm, int maxLog, int maxRestarts) {
    List<String> bounds = bounds(maxTerm, maxLog, maxRestarts);
    List<String> config = new ArrayList<>(bounds);
    config.add(exchange);

    assertThat(Tlc.check("MCRaftCore", config, WORKERS).violated()).isEqualTo(invariant);
  }

  private static List<String> bounds(int maxTerm, int maxLog, int maxRestarts) {
    return List.of("MaxTerm = " + maxTerm, "MaxLog = " + maxLog, "MaxRestarts = " + maxRestarts);
  }
}
