package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.quorama.simulation.PlantedBug;

/** Runs the real simulator by its command, for short. */
class SimCommandTest {
  private static final Pattern REPLAY = Pattern.compile("replay with: quorama (sim .*)");

  private static final Pattern SHRUNK = Pattern.compile("Replay it with: quorama (sim .*)");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void honestRunsKeepEveryRuleAndTheCountersArePrinted() {
    assertThat(run("sim --seed 3 --runs 2 --duration 3s")).isZero();
    assertThat(out())
        .containsPattern("election +[1-9]")
        .containsPattern("2 runs of 3s, [0-9,]+ events, in [0-9.]+ s: every rule was kept.");
  }

  @Test
  void livenessIsCheckedOnDemand() {
    assertThat(run("sim --seed 3 --liveness --duration 20s")).isZero();
    assertThat(out()).contains("1 run of 20s").contains("every rule was kept");
  }

  @Test
  void plantedBugIsFoundAndThePrintedCommandReplaysIt() {
    assertThat(run("sim --runs 4 --duration 8s --shrink 0s --plant ack-before-fsync")).isEqualTo(1);
    String violation = firstViolation();
    Matcher replay = REPLAY.matcher(violation);
    assertThat(replay.find()).as(violation).isTrue();
    out.reset();

    assertThat(run(replay.group(1))).isEqualTo(1);
    assertThat(firstViolation()).isEqualTo(violation);
    assertThat(out()).startsWith("The last ").contains("BecameCandidate", "1 broke a rule.");
  }

  @Test
  void failingRunIsShrunkAndThePrintedCommandReplaysJustThat() {
    String bug = "--consequences --plant vote-not-durable";
    assertThat(run("sim --runs 60 --duration 30s --shrink 5s " + bug)).isEqualTo(1);
    Matcher replay = SHRUNK.matcher(out());
    assertThat(replay.find()).as(out()).isTrue();
    assertThat(out()).containsPattern("After [0-9]+ runs, these [0-9]+ faults of seed");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("faults suffice to break");
    out.reset();

    assertThat(run(replay.group(1))).isEqualTo(1);
    assertThat(firstViolation()).contains("VIOLATION");
  }

  @Test
  void tableOfMutantsNamesEveryBug() {
    run("sim --mutants --seeds 1 --duration 1s");
    for (PlantedBug bug : PlantedBug.values()) {
      assertThat(out()).contains(bug.word());
    }
  }

  @Test
  void bothKindsRunOneAfterTheOther() {
    assertThat(run("sim --seed 3 --kind both --duration 20s")).isZero();
    assertThat(out()).contains("2 runs of 20s").contains("simulated hours a second");
  }

  private String firstViolation() {
    List<String> lines = out().lines().filter(line -> line.startsWith("VIOLATION ")).toList();
    assertThat(lines).as(out()).isNotEmpty();
    return lines.get(0);
  }

  private int run(String line) {
    CliContext context =
        new CliContext(
            new FakeClusters(),
            InputStream.nullInputStream(),
            print(out),
            print(err),
            false,
            Map.of(),
            new LiveTools());
    return QuoramaCommand.commandLine(context).execute(line.split(" "));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
