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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.cli.recording.PicturePlan;
import org.quorama.lab.cli.trace.RecordedRun;
import org.quorama.monitor.app.file.RecordingFiles;
import org.quorama.monitor.model.history.History;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationReport;
import org.quorama.simulation.SimulationRun;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;
import org.quorama.trace.recording.Recording;

/** What the commands about recordings pass on, and what they read. */
class RecordingCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeTools tools = new FakeTools();

  @TempDir private Path dir = Path.of("");
  private Path trace = Path.of("");
  private Path png = Path.of("");

  @BeforeEach
  void makeTrace() throws IOException {
    trace = Files.writeString(dir.resolve("n1.ndjson"), "");
    png = dir.resolve("a.png");
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
            tools);
    return QuoramaCommand.commandLine(context).execute(arguments);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PicturePlan.Look look(String screen, String theme) {
    return new PicturePlan.Look(screen, 1280, 800, theme);
  }

  @Test
  void picturePassesItsPlanOn() {
    assertThat(run("picture", "--at", "2.5", "--dark", png.toString(), trace.toString())).isZero();
    assertThat(run("picture", "--screen", "log", "--theme", "projector", "" + png, "" + trace))
        .isZero();
    double end = Double.POSITIVE_INFINITY;
    assertThat(tools.calls)
        .containsExactly(
            "picture " + new PicturePlan(png, List.of(trace), look("window", "dark"), 2.5, 2.5, 1),
            "picture "
                + new PicturePlan(png, List.of(trace), look("log", "projector"), end, end, 1));
  }

  @Test
  void pictureSaysWhatItNeeds() {
    assertThat(run("picture", png.toString(), dir.resolve("none").toString())).isEqualTo(1);
    assertThat(err()).contains("none cannot be read: name a recorded trace");
    assertThat(run("picture", png.toString())).isEqualTo(2);
    assertThat(err()).contains("Name the picture to write and a recorded trace");
    assertThat(run("picture", "--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("overview", "ring");
  }

  @Test
  void clipPassesItsPlanOn() {
    assertThat(run("clip", "--from", "1", "--to", "2", "--speed", "0.5", "" + png, "" + trace))
        .isZero();
    assertThat(tools.calls)
        .containsExactly(
            "clip " + new PicturePlan(png, List.of(trace), look("window", "light"), 1, 2, 0.5));
    assertThat(run("clip", "--from", "2", "--to", "1", "" + png, "" + trace)).isEqualTo(2);
    assertThat(err()).contains("A clip ends after it begins");
  }

  @Test
  void openSaysWhenThereIsNoDisplay() {
    assertThat(run("open", trace.toString())).isZero();
    tools.windowOpens = false;
    assertThat(run("open", trace.toString())).isEqualTo(1);
    assertThat(err()).contains("No display, so no window: draw it with quorama picture");
  }

  @Test
  void sizesOfRecordingsHaveUnits() {
    assertThat(run("up", "--record-limit", "lots")).isEqualTo(2);
    assertThat(err()).contains("not a size such as 500M, 2G or 0: lots");
  }

  @Test
  void whatTheWindowRecordedIsReadByEveryCommand() throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    SimulationPlan plan = SimulationPlan.safety(7, Duration.ofSeconds(3));
    SimulationReport unused = new SimulationRun(plan, events::add).run();
    TraceJson json = new TraceJson();
    Files.write(trace, events.stream().map(json::write).toList());
    Path file = dir.resolve("run.mv.db");
    try (History history = RecordedRun.open(List.of(trace)).history()) {
      assertThat(history.size()).isEqualTo(events.size());
      RecordingFiles.copy(history, file);
    }
    assertThat(Recording.isOne(file)).isTrue();
    assertThat(run("trace", file.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("BecameLeader");
  }
}
