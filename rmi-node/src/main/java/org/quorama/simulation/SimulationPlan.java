package org.quorama.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to run. Immutable.
 *
 * @param seed decides everything else
 * @param virtual how long, on virtual time
 * @param kind whether the faults stop
 * @param nodes how many, at least 1
 * @param bugs what is broken on purpose; empty in an honest run
 * @param depth how early a bug is noticed
 * @param only the numbers of the faults that happen, null if all of the seed's do
 */
public record SimulationPlan(
    long seed,
    Duration virtual,
    Kind kind,
    int nodes,
    Set<PlantedBug> bugs,
    Depth depth,
    @Nullable List<Integer> only) {
  /** Whether the faults stop. */
  public enum Kind {
    /** Faults to the end: nothing bad happens. */
    SAFETY,
    /** Faults stop before the end: something good happens. */
    LIVENESS
  }

  /** How early a bug is noticed. */
  public enum Depth {
    /** All rules: also those that look into the disks and see the cause. */
    CAUSES,
    /** Only rules whose breach a user could see: a measure of how cruel the faults are. */
    CONSEQUENCES
  }

  private static final int FIVE = 5;
  private static final Duration USUAL = Duration.ofSeconds(60);
  private static final long MILLIS_PER_SECOND = 1_000;

  /** Copies the collections. */
  public SimulationPlan {
    bugs = Set.copyOf(bugs);
    only = only == null ? null : List.copyOf(only);
  }

  /**
   * Returns the plan of five nodes with faults to the end.
   *
   * @param seed decides everything else
   * @param virtual how long
   */
  public static SimulationPlan safety(long seed, Duration virtual) {
    return new SimulationPlan(seed, virtual, Kind.SAFETY, FIVE, Set.of(), Depth.CAUSES, null);
  }

  /**
   * Returns the plan of five nodes whose faults stop before the end.
   *
   * @param seed decides everything else
   * @param virtual how long, at least 20 s
   */
  public static SimulationPlan liveness(long seed, Duration virtual) {
    return new SimulationPlan(seed, virtual, Kind.LIVENESS, FIVE, Set.of(), Depth.CAUSES, null);
  }

  /**
   * Returns this plan with another seed.
   *
   * @param other the seed
   */
  public SimulationPlan withSeed(long other) {
    return new SimulationPlan(other, virtual, kind, nodes, bugs, depth, only);
  }

  /**
   * Returns this plan with bugs.
   *
   * @param planted what to break on purpose
   * @param noticed how early a bug is noticed
   */
  public SimulationPlan with(Set<PlantedBug> planted, Depth noticed) {
    return new SimulationPlan(seed, virtual, kind, nodes, planted, noticed, only);
  }

  /**
   * Returns this plan with another length.
   *
   * @param length how long, on virtual time
   */
  public SimulationPlan lasting(Duration length) {
    return new SimulationPlan(seed, length, kind, nodes, bugs, depth, only);
  }

  /**
   * Returns this plan with a part of the seed's faults.
   *
   * @param faults their numbers, as a failing run printed them; null for all
   */
  public SimulationPlan withOnly(@Nullable List<Integer> faults) {
    return new SimulationPlan(seed, virtual, kind, nodes, bugs, depth, faults);
  }

  /** Returns the command line that replays this run. */
  public String command() {
    StringBuilder line = new StringBuilder("quorama sim --seed ").append(seed);
    if (!virtual.equals(USUAL)) {
      long millis = virtual.toMillis();
      boolean whole = millis % MILLIS_PER_SECOND == 0;
      line.append(" --duration ").append(whole ? millis / MILLIS_PER_SECOND + "s" : millis + "ms");
    }
    if (kind == Kind.LIVENESS) {
      line.append(" --kind liveness");
    }
    if (only != null) {
      List<String> numbers = only.stream().map(String::valueOf).toList();
      line.append(" --only ").append(numbers.isEmpty() ? "0" : String.join(",", numbers));
    }
    if (depth == Depth.CONSEQUENCES) {
      line.append(" --consequences");
    }
    bugs.stream().sorted().forEach(bug -> line.append(" --plant ").append(bug.word()));
    return line.toString();
  }
}
