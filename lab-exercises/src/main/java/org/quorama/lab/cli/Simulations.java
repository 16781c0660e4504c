package org.quorama.lab.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quorama.simulation.SimulationBatch;
import org.quorama.simulation.SimulationReport;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.SimulationRun;
import org.quorama.trace.TraceEvent;

/** Runs the simulator and says in a few lines what it found. One thread. */
final class Simulations {
  private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;
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

  private Simulations(SimCommand.Plan plan, CliContext context) {
    this.plan = plan;
    this.out = context.out();
    this.err = context.err();
  }

  /** Returns 0 if every run kept every rule, else 1. */
  static int run(SimCommand.Plan plan, CliContext context) {
    Simulations simulations = new Simulations(plan, context);
    if (plan.runs() == 1) {
      simulations.replay();
    } else {
      List<SimulationReport> unused =
          SimulationBatch.run(plan.first(), plan.runs(), simulations::take);
    }
    return simulations.conclude();
  }

  /** Runs one seed; if it breaks a rule, what happened just before is printed. */
  private void replay() {
    Deque<TraceEvent> last = new ArrayDeque<>();
    SimulationReport report =
        new SimulationRun(
                plan.first(),
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
    report.sometimes().forEach((what, count) -> reached.merge(what, count, Long::sum));
    if (!report.passed()) {
      broken++;
      out.println("VIOLATION " + String.valueOf(report.violation()).replaceAll("\\s*\\R\\s*", " "));
    }
    if (System.nanoTime() - toldAt > PROGRESS_NANOS) {
      toldAt = System.nanoTime();
      err.println(done + " of " + plan.runs() + " runs after " + seconds());
    }
  }

  private int conclude() {
    out.println("Reached, in all runs together:");
    reached.forEach(
        (what, count) ->
            out.println(String.format(Locale.ROOT, "  %-24s %,12d", wordOf(what), count)));
    out.println(
        String.format(
            Locale.ROOT,
            "%,d %s of %s, %,d events, in %s: %s",
            done,
            done == 1 ? "run" : "runs",
            plan.first().virtual().toString().substring(2).toLowerCase(Locale.ROOT),
            events,
            seconds(),
            broken == 0 ? "every rule was kept." : broken + " broke a rule."));
    return broken == 0 ? 0 : 1;
  }

  private static String wordOf(Sometimes what) {
    return what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String seconds() {
    double passed = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return String.format(Locale.ROOT, "%.1f s", passed);
  }
}
