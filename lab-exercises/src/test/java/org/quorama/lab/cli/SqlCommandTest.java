package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationRun;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;

/** Asks the trace of a simulated run by the command. */
class SqlCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String input = "";

  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void record() throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    new SimulationRun(SimulationPlan.safety(7, Duration.ofSeconds(4)), events::add).run();
    TraceJson json = new TraceJson();
    Files.write(trace(), events.stream().map(json::write).toList());
  }

  private Path trace() {
    return dir.resolve("run.ndjson");
  }

  private int run(String... arguments) {
    CliContext context =
        new CliContext(
            new FakeClusters(),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Map.of(),
            new FakeTools());
    return QuoramaCommand.commandLine(context).execute(arguments);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void anExampleIsAskedByItsName() {
    assertThat(run("sql", trace().toString(), "leaders")).isZero();

    assertThat(lines().get(0)).matches("term +leader +since_s");
    assertThat(lines().get(1)).matches(" +1 +n2 +0\\.192");
  }

  @Test
  void aQuestionOfOnesOwnIsAnsweredAsCsv() {
    assertThat(
            run(
                "sql",
                "--csv",
                dir.toString(),
                "select node, 'a,\"b\"' as odd from events group by node order by node limit 1"))
        .isZero();

    assertThat(lines()).containsExactly("node,odd", "n1,\"a,\"\"b\"\"\"");
  }

  @Test
  void aQuestionIsReadFromTheInput() {
    input = "select count(distinct node) as nodes\nfrom timeline\n";

    assertThat(run("sql", trace().toString())).isZero();
    assertThat(lines()).containsExactly("nodes", "    5");
  }

  @Test
  void examplesArePrinted() {
    assertThat(run("sql", "--examples")).isZero();
    assertThat(lines()).contains("slowest-commit: Which commits were slowest?");
  }

  @Test
  void mistakesAreExplained() {
    String path = trace().toString();

    assertThat(run("sql", path, "select node\nfrom nodes")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Line 2, column 6: There is no table of this name")
        .contains("timeline, messages and replicas");
    assertThat(run("sql", path, "drop table events")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Only questions are allowed");
    assertThat(run("sql")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("quorama sql FILE leaders");
    assertThat(run("sql", dir.resolve("absent").toString(), "leaders")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("cannot be read");
  }

  @Test
  void rowsAreLimitedAndThatIsTold() {
    assertThat(run("sql", "--rows", "3", trace().toString(), "select node from events")).isZero();

    assertThat(lines()).hasSize(4);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("There are more rows");
  }
}
