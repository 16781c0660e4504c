package org.quorama.lab.cli;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quorama.simulation.SimulationBatch;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationReport;
import org.quorama.simulation.Sometimes;

/** Runs the simulator and says in a few lines what it found. */
final class Simulations {
  private static final int EVERY = 50;

  private Simulations() {}

  /** Returns 0 if every run kept every rule, else 1. */
  static int run(SimCommand.Plan plan, PrintStream out) {
    SimulationPlan first = SimulationPlan.safety(plan.seed(), plan.duration());
    long start = System.nanoTime();
    List<SimulationReport> reports =
        SimulationBatch.run(first, plan.runs(), report -> tell(report, first, out));
    long broken = reports.stream().filter(report -> !report.passed()).count();
    out.println(
        String.format(
            Locale.ROOT,
            "%d runs of %s, %,d events, in %.1f s: %s",
            reports.size(),
            plan.duration().toString().substring(2).toLowerCase(Locale.ROOT),
            reports.stream().mapToLong(SimulationReport::events).sum(),
            (System.nanoTime() - start) / 1e9,
            broken == 0 ? "every rule was kept." : broken + " broke a rule."));
    out.println("Reached: " + sums(reports));
    return broken == 0 ? 0 : 1;
  }

  private static void tell(SimulationReport report, SimulationPlan first, PrintStream out) {
    long number = report.plan().seed() - first.seed() + 1;
    if (!report.passed()) {
      out.println("Seed " + report.plan().seed() + ": " + report.violation());
    } else if (number % EVERY == 0) {
      out.println(number + " runs done");
    }
  }

  private static String sums(List<SimulationReport> reports) {
    Map<Sometimes, Long> sums = new EnumMap<>(Sometimes.class);
    for (Sometimes what : Sometimes.values()) {
      sums.put(what, reports.stream().mapToLong(report -> report.count(what)).sum());
    }
    return sums.toString().toLowerCase(Locale.ROOT);
  }
}
