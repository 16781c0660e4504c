package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Plants each bug in turn and counts in how many seeds the rules find it; bugs that chance rarely
 * finds have a scenario as well. A seed counts only if it breaks no rule without the bug.
 * Thread-safe.
 */
public final class MutationGate {
  private static final double NANOS_PER_SECOND = 1e9;

  private MutationGate() {}

  /**
   * How one bug fared.
   *
   * @param bug which
   * @param seeds how many were run
   * @param failing how many of them broke a rule
   * @param firstSeed the first of these, 0 if there is none
   * @param script what became of the bug's scenario
   * @param rules how often each rule was broken first, by name
   * @param seconds how long it took, in real time
   */
  public record Row(
      PlantedBug bug,
      int seeds,
      int failing,
      long firstSeed,
      Script script,
      Map<String, Integer> rules,
      double seconds) {
    /** Copies the map. */
    public Row {
      rules = Collections.unmodifiableMap(new TreeMap<>(rules));
    }

    /** Tells whether a seed or the scenario found the bug. */
    public boolean isCaught() {
      return failing > 0 || script == Script.CAUGHT;
    }
  }

  /** What became of a bug's scenario. */
  public enum Script {
    /** It has none: chance finds it. */
    NONE,
    /** It broke a rule, and without the bug it broke none. */
    CAUGHT,
    /** It broke no rule. */
    MISSED
  }

  /**
   * Runs seeds with each bug.
   *
   * @param first the plan of the first seed
   * @param bugs which to plant
   * @param seeds how many seeds a bug
   * @param stopAtFirst whether the first failing seed of a bug is enough
   * @param listener told each row when it is known
   * @return one row a bug
   */
  public static List<Row> run(
      SimulationPlan first,
      Set<PlantedBug> bugs,
      int seeds,
      boolean stopAtFirst,
      Consumer<Row> listener) {
    ArrayList<Row> rows = new ArrayList<>();
    for (PlantedBug bug : bugs) {
      Row row = run(bug, first, seeds, stopAtFirst);
      rows.add(row);
      listener.accept(row);
    }
    return rows;
  }

  private static Row run(PlantedBug bug, SimulationPlan first, int seeds, boolean stopAtFirst) {
    long start = System.nanoTime();
    SimulationPlan plan = first.with(Set.of(bug), first.depth());
    Tally tally = new Tally(first);
    int batch = stopAtFirst ? Math.min(seeds, 4) : seeds;
    while (tally.seeds < seeds && !(stopAtFirst && tally.failing > 0)) {
      int count = Math.min(batch, seeds - tally.seeds);
      List<SimulationReport> unused =
          SimulationBatch.run(plan.withSeed(first.seed() + tally.seeds), count, tally::take);
      batch = 2 * batch;
    }
    Script script = script(bug);
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return new Row(bug, tally.seeds, tally.failing, tally.firstSeed, script, tally.rules, seconds);
  }

  private static Script script(PlantedBug bug) {
    if (!MutantScripts.bugs().contains(bug)) {
      return Script.NONE;
    }
    return MutantScripts.isCaught(bug) ? Script.CAUGHT : Script.MISSED;
  }

  /** Counts what became of the seeds of one bug. */
  private static final class Tally {
    private final SimulationPlan honest;
    private final TreeMap<String, Integer> rules = new TreeMap<>();
    private int seeds;
    private int failing;
    private long firstSeed;

    Tally(SimulationPlan first) {
      this.honest = first;
    }

    void take(SimulationReport report) {
      seeds++;
      if (!report.passed() && passesWithout(report)) {
        firstSeed = failing == 0 ? report.plan().seed() : firstSeed;
        failing++;
        rules.merge(report.rule(), 1, Integer::sum);
      }
    }

    /** Tells whether the seed breaks no rule without the bug, for as long as it ran with it. */
    private boolean passesWithout(SimulationReport report) {
      boolean isSafety = honest.kind() == SimulationPlan.Kind.SAFETY;
      SimulationPlan plan = honest.withSeed(report.plan().seed());
      Duration length = Duration.ofNanos(report.endNanos());
      return new SimulationRun(isSafety ? plan.lasting(length) : plan, null).run().passed();
    }
  }
}
