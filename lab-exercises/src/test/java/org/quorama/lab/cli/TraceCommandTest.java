package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationReport;
import org.quorama.simulation.SimulationRun;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;
import org.quorama.trace.TraceStore;

/** Draws the trace of a simulated run by the command. */
class TraceCommandTest {
  private static final int COLUMNS = 100;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path dir = Path.of("");

  @Test
  void filesOfAllNodesAreMergedAndNoLineIsTooLong() throws IOException {
    record(Duration.ofSeconds(4));

    assertThat(run("trace", dir.toString())).isZero();

    assertThat(lines()).allMatch(line -> line.length() <= COLUMNS);
    assertThat(lines().get(0)).containsPattern("n1 +n2 +n3 +n4 +n5");
    assertThat(out()).contains("BecameLeader votes=", "RequestVote to", "heartbeats", "▶●");
  }

  @Test
  void kindsAndNodesAreSelected() throws IOException {
    record(Duration.ofSeconds(4));

    assertThat(run("trace", "--kind", "becameleader", "--ascii", dir.toString())).isZero();
    assertThat(lines()).hasSizeLessThan(20).anyMatch(line -> line.contains("@ L"));
    assertThat(out()).doesNotContain("│", "Appended");

    out.reset();
    assertThat(run("trace", "--node", "n2,n3", "--kind", "messages", dir.toString())).isZero();
    assertThat(lines().get(0)).contains("n2", "n3").doesNotContain("n1");
  }

  @Test
  void storeIsReadLikeAFile() throws IOException {
    List<TraceEvent> events = record(Duration.ofSeconds(3));
    try (TraceStore store = TraceStore.open(dir.resolve("run"))) {
      store.addAll(events);
    }
    assertThat(run("trace", dir.resolve("n1.ndjson").toString(), others())).isZero();
    String fromFiles = out();
    out.reset();

    assertThat(run("trace", dir.resolve("run.mv.db").toString())).isZero();
    assertThat(out()).isNotEmpty();
    assertThat(fromFiles).isNotEmpty();
  }

  private String others() {
    return dir.resolve("n2.ndjson").toString();
  }

  @Test
  void wrongOptionsAreExplained() throws IOException {
    record(Duration.ofSeconds(3));
    String path = dir.toString();

    assertThat(run("trace")).isEqualTo(2);
    assertThat(run("help", "trace")).isZero();
    assertThat(out()).contains("--kind", "elections", "Lamport clock");
    assertThat(run("trace", "--kind", "Vote", path)).isEqualTo(2);
    assertThat(err()).contains("nothing is called Vote; did you mean", "RequestVote");
    assertThat(run("trace", "--node", "n9", path)).isEqualTo(2);
    assertThat(err()).contains("the trace knows no n9, only n1, n2, n3, n4, n5");
    assertThat(run("trace", "--width", "40", path)).isEqualTo(2);
    assertThat(err()).contains("give more with --width, or fewer with --node");
    assertThat(run("trace", "--from", "soon", path)).isEqualTo(2);
    assertThat(err()).contains("not time since the first event");
  }

  @Test
  void whatIsNoTraceIsRefused() throws IOException {
    Path text = Files.writeString(dir.resolve("notes.txt"), "hello\nworld\n");
    Path empty = Files.writeString(dir.resolve("empty.ndjson"), "");

    assertThat(run("trace", dir.resolve("absent").toString())).isEqualTo(1);
    assertThat(err()).contains("cannot be read: name a recorded trace");
    assertThat(run("trace", text.toString())).isEqualTo(1);
    assertThat(err()).contains("notes.txt, line 1", "Not a trace event");
    assertThat(run("trace", empty.toString())).isEqualTo(1);
    assertThat(err()).contains("holds no event");
    record(Duration.ofSeconds(3));
    assertThat(run("trace", "--from", "99s", dir.resolve("n1.ndjson").toString())).isEqualTo(1);
    assertThat(err()).contains("No event is selected: leave out");
  }

  @Test
  void traceWithoutInputsCannotBeReplayed() throws IOException {
    record(Duration.ofSeconds(3));

    assertThat(run("replay", dir.toString())).isEqualTo(1);
    assertThat(out()).contains("its cores are unknown: record with trace.inputs=true");
    assertThat(run("replay", "--until", "99s", dir.toString())).isEqualTo(1);
    assertThat(err()).contains("The recording ends before that point");
    assertThat(run("replay", "--branch", "b", dir.toString())).isEqualTo(2);
    assertThat(err()).contains("--branch needs --fork TIME");
    assertThat(run("replay", "--fork", "long", dir.toString())).isEqualTo(2);
    assertThat(err()).contains("not a time such as 500ms, 60s, 5m or 2h: long");
  }

  /** Writes the trace of a short simulated run, a file a node. */
  private List<TraceEvent> record(Duration virtual) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    SimulationReport unused =
        new SimulationRun(SimulationPlan.safety(7, virtual), events::add).run();
    TraceJson json = new TraceJson();
    Map<NodeId, List<TraceEvent>> ofNodes =
        events.stream().collect(Collectors.groupingBy(TraceEvent::node));
    for (Map.Entry<NodeId, List<TraceEvent>> node : ofNodes.entrySet()) {
      List<String> lines = node.getValue().stream().map(json::write).toList();
      Files.write(dir.resolve(node.getKey() + ".ndjson"), lines);
    }
    return events;
  }

  private int run(String... arguments) {
    CliContext context =
        new CliContext(
            new FakeClusters(),
            InputStream.nullInputStream(),
            print(out),
            print(err),
            false,
            Map.of(),
            new LiveTools());
    return QuoramaCommand.commandLine(context).execute(arguments);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return out().lines().toList();
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
