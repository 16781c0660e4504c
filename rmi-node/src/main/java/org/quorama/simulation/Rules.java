package org.quorama.simulation;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.InvariantViolation;

/** Words broken rules, so that a reader can replay them. */
final class Rules {
  private static final double NANOS_PER_SECOND = 1e9;

  private final SimulationPlan plan;
  private final Schedule schedule;

  Rules(SimulationPlan plan, Schedule schedule) {
    this.plan = plan;
    this.schedule = schedule;
  }

  /** Tells whether rules that see a bug's cause, not only its consequence, are to be checked. */
  boolean seeCauses() {
    return plan.depth() == SimulationPlan.Depth.CAUSES;
  }

  /** Returns the violation of a rule, to be thrown. */
  @FormatMethod
  InvariantViolation broken(Rule rule, String what, @Nullable Object... values) {
    return new InvariantViolation(worded(rule + ". " + String.format(what, values)));
  }

  /** Adds to a message when it was and how to see it again. */
  String worded(String message) {
    return String.format(
        Locale.ROOT,
        "%s. At %.6f s of seed %d; replay with: %s",
        message,
        schedule.now() / NANOS_PER_SECOND,
        plan.seed(),
        plan.command());
  }
}
