package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.cli.trace.RecordedRun;
import org.quorama.lab.cluster.LiveClusters;
import org.quorama.monitor.model.history.History;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;

/** Records five processes under faults, replays them, and goes on from their middle. */
@Timeout(240)
class ReplayIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path dir = Path.of("");

  @Test
  void liveRunUnderFaultsReplaysEqualAndGoesOnInTheSimulator() throws IOException {
    Path recordings = dir.resolve("recordings");
    assertThat(
            run(
                "chaos",
                "--runs=1",
                "--seed=7",
                "--duration=15s",
                "--dir=" + dir.resolve("clusters"),
                "--record=" + recordings))
        .as(text())
        .isZero();
    Path recording = recordings.resolve("seed-7");

    assertThat(run("replay", recording.toString())).as(text()).isZero();
    assertThat(text())
        .containsPattern("[1-9][0-9,]* checkpoints equal, [1-9][0-9,]+ events equal")
        .contains("the replay equals the recording.");

    out.reset();
    assertThat(run("replay", recording.toString(), "--until=8s", "--fork=20s", "--restart"))
        .as(text())
        .isZero();
    assertThat(text())
        .contains("Forked at clock", "Every rule of Raft was kept")
        .containsOnlyOnce(" LEADER ");
    assertThat(firstOfBranch(recording))
        .isInstanceOf(NodeTrace.Forked.class)
        .extracting(detail -> ((NodeTrace.Forked) detail).recording())
        .isEqualTo("seed-7");

    theMonitorBranchesThere(recording);
    changeOneByte(recording.resolve("n3.ndjson"));
    out.reset();
    assertThat(run("replay", recording.toString())).isEqualTo(1);
    assertThat(text()).contains("DIFFERENT InputTaken n3:", "they differ.");
  }

  private static void theMonitorBranchesThere(Path recording) {
    RecordedRun run = RecordedRun.open(List.of(recording));
    try (History history = run.history()) {
      assertThat(run.branches().unavailable()).isEmpty();
      long begin = history.extent().firstNanos() + 8_000_000_000L;
      List<TraceEvent> branch = run.branches().branch(begin);
      assertThat(branch)
          .first()
          .extracting(TraceEvent::detail)
          .isInstanceOf(NodeTrace.Forked.class);
      assertThat(branch).hasSizeGreaterThan(1_000);
    }
  }

  private static Object firstOfBranch(Path recording) throws IOException {
    try (Stream<Path> branches = Files.list(recording.resolve("branches"));
        Stream<TraceEvent> events = TraceFile.read(branches.findFirst().orElseThrow())) {
      return events.findFirst().orElseThrow().detail();
    }
  }

  /** Changes a character in the middle of the serialised form of an input. */
  private static void changeOneByte(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = lines.size() / 2; i < lines.size(); i++) {
      int input = lines.get(i).indexOf("\"input\":\"");
      if (lines.get(i).contains("\"ev\":\"InputTaken\"") && lines.get(i).length() > input + 60) {
        StringBuilder line = new StringBuilder(lines.get(i));
        int at = input + 30;
        line.setCharAt(at, line.charAt(at) == 'A' ? 'B' : 'A');
        lines.set(i, line.toString());
        Files.write(file, lines);
        return;
      }
    }
    throw new AssertionError("No input is recorded in " + file);
  }

  private int run(String... arguments) {
    CliContext context =
        new CliContext(
            new LiveClusters(),
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

  private String text() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }
}
