package org.quorama.lab.cli.trace;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quorama.monitor.viewmodel.time.BranchMaker;
import org.quorama.runtime.record.Cut;
import org.quorama.runtime.record.Replay;
import org.quorama.simulation.ForkedRun;
import org.quorama.trace.TraceEvent;

/** Makes branches of recorded inputs: the cores are made again, and a simulator goes on. */
final class RecordedBranches implements BranchMaker {
  private static final Duration LENGTH = Duration.ofSeconds(20);

  private final List<Path> paths;

  RecordedBranches(List<Path> paths) {
    this.paths = List.copyOf(paths);
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public List<TraceEvent> branch(long timeNanos) {
    Cut.Finder finder = new Cut.Finder(event -> event.timeNanos() <= timeNanos);
    RecordedTraces.forEach(paths, event -> finder.accept(event.light()));
    Replay replay = new Replay(finder.find());
    RecordedTraces.forEach(paths, replay::accept);
    replay
        .difference()
        .ifPresent(
            difference -> {
              throw new IllegalStateException(
                  "The replay differs from the recording: " + difference);
            });
    List<TraceEvent> events = new ArrayList<>();
    String name = String.valueOf(paths.get(0).toAbsolutePath().normalize().getFileName());
    ForkedRun.Plan plan = new ForkedRun.Plan(1, false);
    new ForkedRun(replay.fork(), name, plan, event -> events.add(event.light())).run(LENGTH);
    return events;
  }
}
