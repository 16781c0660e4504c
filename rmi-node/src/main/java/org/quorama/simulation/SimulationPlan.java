package org.quorama.simulation;

import java.time.Duration;
import java.util.Set;

/**
 * What to run. Immutable.
 *
 * @param seed decides everything else
 * @param virtual how long, on virtual time
 * @param kind whether the faults stop
 * @param nodes how many, at least 1
 * @param bugs what is broken on purpose; empty in an honest run
 * @param depth how early a bug is noticed
 */
public record SimulationPlan(
    long seed, Duration virtual, Kind kind, int nodes, Set<PlantedBug> bugs, Depth depth) {
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

  /** Copies the set. */
  public SimulationPlan {
    bugs = Set.copyOf(bugs);
  }

  /**
   * Returns the plan of five nodes with faults to the end.
   *
   * @param seed decides everything else
   * @param virtual how long
   */
  public static SimulationPlan safety(long seed, Duration virtual) {
    return new SimulationPlan(seed, virtual, Kind.SAFETY, FIVE, Set.of(), Depth.CAUSES);
  }

  /**
   * Returns the plan of five nodes whose faults stop before the end.
   *
   * @param seed decides everything else
   * @param virtual how long, at least 20 s
   */
  public static SimulationPlan liveness(long seed, Duration virtual) {
    return new SimulationPlan(seed, virtual, Kind.LIVENESS, FIVE, Set.of(), Depth.CAUSES);
  }

  /**
   * Returns this plan with another seed.
   *
   * @param other the seed
   */
  public SimulationPlan withSeed(long other) {
    return new SimulationPlan(other, virtual, kind, nodes, bugs, depth);
  }

  /**
   * Returns this plan with bugs.
   *
   * @param planted what to break on purpose
   * @param noticed how early a bug is noticed
   */
  public SimulationPlan with(Set<PlantedBug> planted, Depth noticed) {
    return new SimulationPlan(seed, virtual, kind, nodes, planted, noticed);
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
      line.append(" --liveness");
    }
    bugs.stream().sorted().forEach(bug -> line.append(" --plant ").append(bug.word()));
    return line.toString();
  }
}
