package org.quorama.lab.cli.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.runtime.record.ForkPoint;
import org.quorama.runtime.record.Replay;
import org.quorama.simulation.ForkedRun;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;

/** Goes on from where a replay stopped, and writes that as a trace of its own. */
final class Branch {
  private static final String DIRECTORY = "branches";
  private static final double NANOS_PER_SECOND = 1e9;

  private final CliContext context;
  private final Path recording;
  private final @Nullable Path wanted;
  private final TraceJson json = new TraceJson();

  Branch(CliContext context, List<Path> files, @Nullable Path wanted) {
    this.context = context;
    this.recording = recordingOf(files.get(0).toAbsolutePath().normalize());
    this.wanted = wanted;
  }

  /** The recording is a directory; of a file, that in which it lies. */
  private static Path recordingOf(Path first) {
    Path parent = first.getParent();
    return Files.isDirectory(first) || parent == null ? first : parent;
  }

  /** Returns 0 if every rule was kept, else 1. */
  int run(Replay replay, ForkedRun.Plan plan, Duration virtual) {
    ForkPoint point = pointOf(replay);
    Path file = fileFor(point, plan.seed());
    ForkedRun.Result result = write(file, point, plan, virtual);
    print(
        "Forked at clock %d, seed %d: %.1f s went on in the simulator, %,d steps.",
        point.lamport(), plan.seed(), virtual.toNanos() / NANOS_PER_SECOND, result.steps());
    print("%s", result.nodes().replace("; ", System.lineSeparator()));
    print(
        "%s",
        result.violation() == null
            ? "Every rule of Raft was kept; files are not checked in a branch."
            : "VIOLATION " + result.violation());
    print("The branch is in %s; draw it: quorama trace %s", file, file);
    return result.violation() == null ? 0 : 1;
  }

  private static ForkPoint pointOf(Replay replay) {
    try {
      return replay.fork();
    } catch (IllegalStateException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
  }

  private Path fileFor(ForkPoint point, long seed) {
    String name = "at-" + point.lamport() + "-seed-" + seed + ".ndjson";
    return wanted != null ? wanted : recording.resolve(DIRECTORY).resolve(name);
  }

  private ForkedRun.Result write(
      Path file, ForkPoint point, ForkedRun.Plan plan, Duration virtual) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        String name = String.valueOf(recording.getFileName());
        return new ForkedRun(point, name, plan, event -> line(out, event)).run(virtual);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + file, e);
    }
  }

  private void line(BufferedWriter out, TraceEvent event) {
    try {
      out.write(json.write(event));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the branch", e);
    }
  }

  private void print(String format, @Nullable Object... values) {
    context.out().println(String.format(Locale.ROOT, format, values));
  }
}
