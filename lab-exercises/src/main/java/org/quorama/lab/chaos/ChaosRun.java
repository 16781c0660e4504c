package org.quorama.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.quorama.client.OperationFailedException;
import org.quorama.daemon.Daemons;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.remote.NodeStatus;
import org.quorama.simulation.history.CheckBounds;
import org.quorama.simulation.history.LinearizabilityChecker;
import org.quorama.simulation.history.Operation;
import org.quorama.simulation.history.Verdict;

/** One run: load and faults, then peace, then the questions. Confined to one thread. */
final class ChaosRun {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PROGRESS = TimeUnit.SECONDS.toNanos(5);

  private final ClusterSession session;
  private final ChaosPlan plan;
  private final SplittableRandom random;
  private final Consumer<String> progress;
  private final Recorder recorder = new Recorder();
  private final FaultPlayer faults;
  private final List<String> problems = new ArrayList<>();

  ChaosRun(ClusterSession session, ChaosPlan plan, long seed, Consumer<String> progress) {
    this.session = session;
    this.plan = plan;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
    this.faults = new FaultPlayer(session, random.split());
  }

  /**
   * What a run found. Immutable.
   *
   * @param summary one line
   * @param problems what is wrong, in sentences; empty if nothing is
   * @param history what clients did to registers and saw
   */
  record Result(String summary, List<String> problems, List<Operation> history) {
    Result {
      problems = List.copyOf(problems);
      history = List.copyOf(history);
    }

    /** Returns the same with further problems, which the summary then mentions. */
    Result with(List<String> further) {
      List<String> all = new ArrayList<>(problems);
      all.addAll(further);
      String word = further.isEmpty() ? ", traces in order" : ", TRACES NOT IN ORDER";
      return new Result(summary + word, all, history);
    }
  }

  Result run() {
    if (Leaders.await(session, 0, PATIENCE).isEmpty()) {
      throw new ClusterException("No leader in " + PATIENCE.toSeconds() + " s: is the disk slow?");
    }
    session.client().require(new FileOperation.MakeDirectory(Caller.DIRECTORY));
    try (Callers callers = new Callers(session, recorder)) {
      callers.start(plan.callers(), random.split());
      disturb();
      faults.mend();
      callers.stop();
      awaitEqualNodes();
      callers.lastReads();
    }
    checkFiles();
    return result();
  }

  private void disturb() {
    long end = recorder.now() + plan.duration().toNanos();
    Daemons.start("chaos-progress", () -> report(end));
    faults.play(() -> recorder.now() < end);
  }

  private void report(long end) {
    long start = recorder.now();
    for (long next = PROGRESS; start + next < end; next += PROGRESS) {
      LockSupport.parkNanos(start + next - recorder.now());
      Recorder.Counts counts = recorder.counts();
      progress.accept(
          String.format(
              Locale.ROOT,
              "  %d s: %,d ok, %,d unknown, %,d failed, %d faults; %s",
              TimeUnit.NANOSECONDS.toSeconds(next),
              counts.ok(),
              counts.unknown(),
              counts.failed(),
              faults.count(),
              faults.standing().isEmpty() ? "all well" : faults.standing()));
    }
  }

  /** Waits until all nodes have applied the same, and looks whether it made them equal. */
  private void awaitEqualNodes() {
    long end = recorder.now() + PATIENCE.toNanos();
    List<NodeStatus> all = statuses();
    while (!haveAppliedTheSame(all) && recorder.now() < end) {
      LockSupport.parkNanos(GLANCE);
      all = statuses();
    }
    if (!haveAppliedTheSame(all)) {
      problems.add("after " + PATIENCE.toSeconds() + " s of peace the nodes differ: " + words(all));
    } else if (all.stream().map(it -> it.storage().digest()).distinct().count() > 1) {
      problems.add("the same index, but not the same state: " + words(all));
    }
  }

  private List<NodeStatus> statuses() {
    return session.nodes().keySet().stream()
        .map(session::status)
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean haveAppliedTheSame(List<NodeStatus> all) {
    return all.size() == session.nodes().size()
        && all.stream().map(it -> it.raft().lastApplied()).distinct().count() == 1
        && all.stream().allMatch(it -> it.raft().lastApplied() == it.raft().lastIndex());
  }

  private static String words(List<NodeStatus> all) {
    return all.stream()
        .map(
            it ->
                "%s applied %d of %d, digest %x"
                    .formatted(
                        it.node(),
                        it.raft().lastApplied(),
                        it.raft().lastIndex(),
                        it.storage().digest()))
        .collect(Collectors.joining("; "));
  }

  /** Every file whose creation was acknowledged must be there. */
  private void checkFiles() {
    Set<String> missing = recorder.acknowledgedFiles();
    try {
      session.client().list(Caller.DIRECTORY).forEach(it -> missing.remove(it.path().name()));
    } catch (OperationFailedException e) {
      problems.add("the files cannot be listed after the faults: " + e.getMessage());
      return;
    }
    if (!missing.isEmpty()) {
      problems.add("acknowledged, then lost: " + new TreeSet<>(missing));
    }
  }

  private Result result() {
    List<Operation> history = recorder.history();
    long start = System.nanoTime();
    Verdict verdict = LinearizabilityChecker.check(history, CheckBounds.defaults());
    double seconds = (System.nanoTime() - start) / 1e9;
    boolean lost = !problems.isEmpty();
    if (!verdict.passes()) {
      problems.add(
          (verdict.result() == Verdict.Result.FAIL ? "not linearizable: " : "undecided: ")
              + verdict.explanation());
    }
    Recorder.Counts counts = recorder.counts();
    String summary =
        String.format(
            Locale.ROOT,
            "%,d ops ok, %,d unknown, %,d failed, %d faults: %s (%.1f s), %s",
            counts.ok(),
            counts.unknown(),
            counts.failed(),
            faults.count(),
            word(verdict),
            seconds,
            lost ? "SOMETHING IS WRONG" : "nothing lost");
    return new Result(summary, problems, history);
  }

  private static String word(Verdict verdict) {
    return switch (verdict.result()) {
      case PASS -> "linearizable";
      case FAIL -> "NOT LINEARIZABLE";
      case UNDECIDED -> "undecided";
    };
  }
}
