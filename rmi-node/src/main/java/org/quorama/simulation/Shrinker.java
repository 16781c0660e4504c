package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.quorama.simulation.fault.FaultEvent;

/**
 * Makes a failing run small: leaves out faults as long as the same rule is broken (delta debugging
 * of Zeller and Hildebrandt), and ends the run where it is broken. Confined to one thread.
 */
public final class Shrinker {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SimulationPlan plan;
  private final Consumer<String> progress;
  private final long deadline;

  /** The smallest failing run so far. */
  private SimulationReport smallest;

  private List<FaultEvent> faults = List.of();
  private int runs;

  private Shrinker(SimulationReport failing, Duration budget, Consumer<String> progress) {
    this.plan = failing.plan();
    this.smallest = failing;
    this.progress = progress;
    this.deadline = System.nanoTime() + budget.toNanos();
  }

  /**
   * The smallest failing run that was found.
   *
   * @param report of that run; its plan replays it
   * @param faults that it needs, in order
   * @param runs how many runs were tried
   */
  public record Shrunk(SimulationReport report, List<FaultEvent> faults, int runs) {
    /** Copies the list. */
    public Shrunk {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Shrinks a failing run.
   *
   * @param failing the report of a run that broke a rule
   * @param budget how much real time it may take
   * @param progress told a line now and then
   */
  public static Shrunk shrink(
      SimulationReport failing, Duration budget, Consumer<String> progress) {
    return new Shrinker(failing, budget, progress).shrink();
  }

  private Shrunk shrink() {
    faults = smallest.faults();
    if (breaks(faults) && !breaks(List.of())) {
      leaveOut();
    }
    return new Shrunk(smallest, faults, runs);
  }

  /** Leaves out ever smaller parts, until no single fault can be left out. */
  private void leaveOut() {
    int parts = 2;
    while (faults.size() > 1 && System.nanoTime() < deadline) {
      if (leavesOutOneOf(parts)) {
        parts = Math.max(2, parts - 1);
      } else if (parts >= faults.size()) {
        return;
      } else {
        parts = Math.min(faults.size(), 2 * parts);
      }
    }
  }

  /** Tries to do without each part; a part that is not needed is gone at once. */
  private boolean leavesOutOneOf(int parts) {
    List<FaultEvent> all = faults;
    for (int part = 0; part < parts && System.nanoTime() < deadline; part++) {
      int from = part * all.size() / parts;
      int to = (part + 1) * all.size() / parts;
      ArrayList<FaultEvent> rest = new ArrayList<>(all.subList(0, from));
      rest.addAll(all.subList(to, all.size()));
      if (to > from && breaks(rest)) {
        return true;
      }
    }
    return false;
  }

  /** Runs with these faults; if the same rule is broken, that is the smallest run so far. */
  private boolean breaks(List<FaultEvent> tried) {
    runs++;
    List<Integer> numbers = tried.stream().map(FaultEvent::number).toList();
    SimulationPlan part = plan.withOnly(numbers).lasting(length());
    SimulationReport report = new SimulationRun(part, tried, null).run();
    boolean same = report.rule().equals(smallest.rule());
    if (same) {
      faults = tried;
      smallest = report;
      progress.accept(
          "Run " + runs + ": " + numbers.size() + " faults suffice to break " + report.rule());
    }
    return same;
  }

  /** A safety run ends where the rule is broken; in a liveness run the end matters. */
  private Duration length() {
    if (plan.kind() == SimulationPlan.Kind.LIVENESS) {
      return plan.virtual();
    }
    Duration needed = Duration.ofMillis(smallest.endNanos() / NANOS_PER_MILLI + 1);
    return needed.compareTo(plan.virtual()) < 0 ? needed : plan.virtual();
  }
}
