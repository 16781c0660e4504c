package org.quorama.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Plants each bug in turn and counts in how many seeds the rules find it. Thread-safe. */
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
   * @param rules how often each rule was broken first, by name
   * @param seconds how long it took, in real time
   */
  public record Row(
      PlantedBug bug,
      int seeds,
      int failing,
      long firstSeed,
      Map<String, Integer> rules,
      double seconds) {
    /** Copies the map. */
    public Row {
      rules = Collections.unmodifiableMap(new TreeMap<>(rules));
    }

    /** Tells whether a seed found the bug. */
    public boolean isCaught() {
      return failing > 0;
    }
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
    Tally tally = new Tally();
    int batch = stopAtFirst ? Math.min(seeds, 4) : seeds;
    while (tally.seeds < seeds && !(stopAtFirst && tally.failing > 0)) {
      int count = Math.min(batch, seeds - tally.seeds);
      List<SimulationReport> unused =
          SimulationBatch.run(plan.withSeed(first.seed() + tally.seeds), count, tally::take);
      batch = 2 * batch;
    }
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return new Row(bug, tally.seeds, tally.failing, tally.firstSeed, tally.rules, seconds);
  }

  /** Counts what became of the seeds of one bug. */
  private static final class Tally {
    private final TreeMap<String, Integer> rules = new TreeMap<>();
    private int seeds;
    private int failing;
    private long firstSeed;

    void take(SimulationReport report) {
      seeds++;
      if (!report.passed()) {
        firstSeed = failing == 0 ? report.plan().seed() : firstSeed;
        failing++;
        rules.merge(report.rule(), 1, Integer::sum);
      }
    }
  }
}
