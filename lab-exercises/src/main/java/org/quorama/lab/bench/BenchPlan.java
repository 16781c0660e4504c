package org.quorama.lab.bench;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What to measure. Immutable.
 *
 * @param servers how many nodes, 1 to 9
 * @param callers how many threads call at once, one figure each
 * @param times how long and how often
 * @param files how large the loads of files are
 * @param metrics which figures, by name, of registers or of files
 * @param configured keys of the nodes' configuration that differ from production's
 */
public record BenchPlan(
    int servers,
    List<Integer> callers,
    Times times,
    FileLoad files,
    Set<String> metrics,
    Map<String, String> configured) {
  /** Every figure of registers, in the order in which they are printed. */
  public static final List<String> METRICS =
      List.of(
          "write_ops",
          "read_linearizable_ops",
          "read_stale_ops",
          "create_ops",
          "server_cpu_s_per_1k_writes",
          "server_rss_sum",
          "failover");

  /** The figures of a quick run. */
  public static final Set<String> QUICK_METRICS =
      Set.of(
          "write_ops",
          "read_linearizable_ops",
          "server_cpu_s_per_1k_writes",
          "server_rss_sum",
          "failover");

  private static final int MAX_CALLERS = 512;

  /**
   * How long and how often to measure.
   *
   * @param seconds of one run
   * @param warmUpSeconds before the first run
   * @param runs of which each figure is the median
   * @param trials how often the leader is killed
   */
  public record Times(double seconds, double warmUpSeconds, int runs, int trials) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Times {
      if (seconds <= 0 || warmUpSeconds < 0 || runs < 1 || trials < 1) {
        throw new IllegalArgumentException("A run takes time, and there is at least one");
      }
    }

    /** Returns 1.5 s a run after a warm-up of 6 s, three runs, three kills. */
    public static Times quick() {
      return new Times(1.5, 6, 3, 3);
    }

    /** Returns 5 s a run after a warm-up of 20 s, three runs, five kills. */
    public static Times full() {
      return new Times(5, 20, 3, 5);
    }
  }

  /**
   * Copies the collections and checks the ranges.
   *
   * @throws IllegalArgumentException if a metric is unknown or a number is out of range
   */
  public BenchPlan {
    callers = List.copyOf(callers);
    metrics = Set.copyOf(metrics);
    configured = Map.copyOf(configured);
    if (callers.isEmpty() || callers.stream().anyMatch(n -> n < 1 || n > MAX_CALLERS)) {
      throw new IllegalArgumentException("Callers are 1 to " + MAX_CALLERS + ", not " + callers);
    }
    Set<String> unknown = new TreeSet<>(metrics);
    unknown.removeAll(METRICS);
    unknown.removeAll(FileLoad.METRICS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "No metric is called " + unknown + ": use " + allMetrics());
    }
  }

  /** Returns the names of all figures. */
  public static List<String> allMetrics() {
    return Stream.concat(METRICS.stream(), FileLoad.METRICS.stream()).toList();
  }

  /** Tells whether a figure is wanted, or with an underscore at its end, any of a family. */
  boolean wants(String metric) {
    return metrics.contains(metric)
        || (metric.endsWith("_") && metrics.stream().anyMatch(name -> name.startsWith(metric)));
  }

  boolean wantsLoad() {
    return METRICS.stream().anyMatch(metric -> wants(metric) && !metric.equals("failover"));
  }

  boolean wantsFiles() {
    return FileLoad.isWanted(metrics);
  }

  int mostCallers() {
    return callers.stream().mapToInt(Integer::intValue).max().orElse(1);
  }

  /** Returns the keys of every node: deleted files go soon, and there is room for new ones. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(configured);
    settings.putIfAbsent("deletion.delay", "100ms");
    settings.putIfAbsent("namespace.entries", "200000");
    return settings;
  }
}
