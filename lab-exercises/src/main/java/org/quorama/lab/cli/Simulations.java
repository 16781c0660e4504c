package org.quorama.lab.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quorama.simulation.Shrinker;
import org.quorama.simulation.SimulationBatch;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationReport;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.SimulationRun;
import org.quorama.trace.TraceEvent;

/** Runs the simulator and says in a few lines what it found. One thread. */
final class Simulations {
  private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final int LAST_EVENTS = 30;

  private final SimCommand.Plan plan;
  private final PrintStream out;
  private final PrintStream err;
  private final long start = System.nanoTime();
  private final Map<Sometimes, Long> reached = new EnumMap<>(Sometimes.class);
  private long toldAt = start;
  private int done;
  private int broken;
  private long events;
  private long virtualNanos;

  private Simulations(SimCommand.Plan plan, CliContext context) {
    this.plan = plan;
    this.out = context.out();
    this.err = context.err();
  }

  /** Returns 0 if every run kept every rule, else 1. */
  static int run(SimCommand.Plan plan, CliContext context) {
    if (plan.mutants()) {
      return MutantTable.print(plan, context);
    }
    Simulations simulations = new Simulations(plan, context);
    plan.first().forEach(simulations::run);
    return simulations.conclude();
  }

  private void run(SimulationPlan first) {
    if (plan.runs() == 1) {
      replay(first);
    } else {
      List<SimulationReport> failing = SimulationBatch.run(first, plan.runs(), this::take);
      failing.stream().limit(1).forEach(this::shrink);
    }
  }

  /** Looks for the few faults that a failing run needs, and prints them as a time line. */
  private void shrink(SimulationReport failing) {
    if (plan.shrink().isZero() || failing.plan().only() != null) {
      return;
    }
    err.println(
        "Shrinking seed " + failing.plan().seed() + ", " + failing.faults().size() + " faults ...");
    Shrinker.Shrunk shrunk = Shrinker.shrink(failing, plan.shrink(), err::println);
    out.println(
        "After "
            + shrunk.runs()
            + " runs, these "
            + shrunk.faults().size()
            + " faults of seed "
            + failing.plan().seed()
            + " still break "
            + failing.rule()
            + ":");
    shrunk.faults().forEach(fault -> out.println(fault.line()));
    out.println(
        String.format(
            Locale.ROOT,
            "%12.6f s  %s",
            shrunk.report().endNanos() / NANOS_PER_SECOND,
            oneLine(shrunk.report())));
    out.println("Replay it with: " + shrunk.report().plan().command());
  }

  private static String oneLine(SimulationReport report) {
    return String.valueOf(report.violation()).replaceAll("\\s*\\R\\s*", " ");
  }

  /** Runs one seed; if it breaks a rule, what happened just before is printed. */
  private void replay(SimulationPlan first) {
    Deque<TraceEvent> last = new ArrayDeque<>();
    SimulationReport report =
        new SimulationRun(
                first,
                event -> {
                  last.addLast(event);
                  if (last.size() > LAST_EVENTS) {
                    last.removeFirst();
                  }
                })
            .run();
    if (!report.passed()) {
      out.println("The last " + last.size() + " events:");
      last.forEach(event -> out.println(line(event)));
    }
    take(report);
    if (!report.passed()) {
      shrink(report);
    }
  }

  private static String line(TraceEvent event) {
    return String.format(
        Locale.ROOT,
        "%12.6f s  %s  term %d  %s",
        event.timeNanos() / NANOS_PER_SECOND,
        event.node(),
        event.state().term(),
        event.detail());
  }

  private void take(SimulationReport report) {
    done++;
    events += report.events();
    virtualNanos += report.endNanos();
    report.sometimes().forEach((what, count) -> reached.merge(what, count, Long::sum));
    if (!report.passed()) {
      broken++;
      out.println("VIOLATION " + oneLine(report));
    }
    if (System.nanoTime() - toldAt > PROGRESS_NANOS) {
      toldAt = System.nanoTime();
      err.println(done + " of " + plan.first().size() * plan.runs() + " runs after " + seconds());
    }
  }

  private int conclude() {
    out.println("Reached, in all runs together:");
    reached.forEach(
        (what, count) ->
            out.println(String.format(Locale.ROOT, "  %-30s %,12d", wordOf(what), count)));
    out.println(
        String.format(
            Locale.ROOT,
            "%,d %s of %s, %,d events, in %s: %s",
            done,
            done == 1 ? "run" : "runs",
            plan.first().get(0).virtual().toString().substring(2).toLowerCase(Locale.ROOT),
            events,
            seconds(),
            broken == 0 ? "every rule was kept." : broken + " broke a rule."));
    out.println(
        String.format(
            Locale.ROOT, "%.3f simulated hours a second, on all processors together.", speed()));
    return broken == 0 ? 0 : 1;
  }

  private double speed() {
    double hours = virtualNanos / NANOS_PER_SECOND / SECONDS_PER_HOUR;
    return hours / ((System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  private static String wordOf(Sometimes what) {
    return what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String seconds() {
    double passed = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return String.format(Locale.ROOT, "%.1f s", passed);
  }
}
