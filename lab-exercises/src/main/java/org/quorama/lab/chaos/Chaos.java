package org.quorama.lab.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.tree.Scratch;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;
import org.quorama.trace.TraceInvariants;

/**
 * Runs one cluster of five processes after the other under faults, and says what became of each.
 * Confined to one thread.
 */
public final class Chaos {
  private static final int NODES = 5;
  private static final int MAX_VIOLATIONS = 5;
  private static final String HISTORY = "history.ndjson";

  private final ChaosPlan plan;
  private final PrintStream results;
  private final PrintStream progress;

  /**
   * Makes one.
   *
   * @param plan what to try
   * @param results gets a line a run, and what is wrong
   * @param progress gets a line every few seconds
   */
  public Chaos(ChaosPlan plan, PrintStream results, PrintStream progress) {
    this.plan = plan;
    this.results = results;
    this.progress = progress;
  }

  /**
   * Runs all; what a good run leaves is removed.
   *
   * @param clusters starts the processes
   * @param directory where each run has a directory of its own
   * @return how many runs found something wrong
   * @throws ClusterException if a cluster cannot be started
   */
  public int run(Clusters clusters, Path directory) {
    int bad = 0;
    for (int i = 0; i < plan.runs(); i++) {
      long seed = plan.seed() + i;
      Path home = directory.resolve("seed-" + seed);
      progress.println("run %d seed %d: five processes in %s".formatted(i + 1, seed, home));
      ChaosRun.Result result = one(clusters, home, seed);
      results.println("run %d seed %d: %s".formatted(i + 1, seed, result.summary()));
      if (result.problems().isEmpty()) {
        Scratch.delete(home);
      } else {
        bad++;
        keep(home, result);
      }
    }
    return bad;
  }

  private ChaosRun.Result one(Clusters clusters, Path home, long seed) {
    Path recordings = plan.recordings();
    Path traces = recordings == null ? home : recordings.resolve("seed-" + seed);
    Map<String, String> settings =
        Map.of(
            "lab",
            "true",
            "trace.file",
            traces.resolve("{id}.ndjson").toString(),
            "trace.inputs",
            String.valueOf(recordings != null));
    ClusterPlan cluster = new ClusterPlan(home, NODES, "fast", settings, true);
    ChaosRun.Result result;
    try (ClusterSession session = clusters.start(cluster)) {
      result = new ChaosRun(session, plan, seed, progress::println).run();
    }
    return result.with(violations(traces));
  }

  /** Reads the traces of all nodes as one, and returns what breaks the safety of Raft. */
  private static List<String> violations(Path traces) {
    List<TraceEvent> events = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      Path trace = traces.resolve("n" + i + ".ndjson");
      try (Stream<TraceEvent> read = TraceFile.read(trace)) {
        read.map(TraceEvent::light).forEach(events::add);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + trace, e);
      }
    }
    return TraceInvariants.violationsOf(events).stream()
        .limit(MAX_VIOLATIONS)
        .map(violation -> "the trace breaks a rule: " + violation)
        .toList();
  }

  private void keep(Path home, ChaosRun.Result result) {
    Path history = home.resolve(HISTORY);
    HistoryFile.write(history, result.history());
    result.problems().forEach(problem -> results.println("  " + problem.replace("\n", "\n  ")));
    results.println("  The history, the traces n1.ndjson to n5.ndjson and all data are in " + home);
    results.println("  Look at it again: quorama chaos --check " + history);
    results.println("  Draw second 10:   quorama picture --at 10 chaos.png " + home + "/n*.ndjson");
  }
}
