package org.quorama.lab.cli;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.quorama.simulation.MutationGate;
import org.quorama.simulation.PlantedBug;

/** Prints in how many seeds each planted bug is found. */
final class MutantTable {
  private MutantTable() {}

  /** Returns 0 if every bug was found, else 1. */
  static int print(SimCommand.Plan plan, CliContext context) {
    PrintStream out = context.out();
    out.println(line("bug", "id", "seeds", "first seed", "seconds", "found by"));
    List<MutationGate.Row> rows =
        MutationGate.run(
            plan.first().get(0),
            EnumSet.allOf(PlantedBug.class),
            plan.runs(),
            false,
            row -> out.println(line(row)));
    List<String> missed =
        rows.stream().filter(row -> !row.isCaught()).map(row -> row.bug().word()).toList();
    out.println(
        missed.isEmpty()
            ? "All " + rows.size() + " bugs were found."
            : "Not found in these seeds: " + String.join(", ", missed));
    return missed.isEmpty() ? 0 : 1;
  }

  private static String line(MutationGate.Row row) {
    return line(
        row.bug().word(),
        row.bug().scenario(),
        row.failing() + "/" + row.seeds(),
        row.isCaught() ? String.valueOf(row.firstSeed()) : "-",
        String.format(Locale.ROOT, "%.1f", row.seconds()),
        row.rules().entrySet().stream()
            .map(rule -> rule.getKey() + " " + rule.getValue())
            .collect(Collectors.joining(", ")));
  }

  private static String line(
      String bug, String id, String seeds, String first, String seconds, String found) {
    return String.format(
            Locale.ROOT, "%-30s %-6s %8s %10s %9s  %s", bug, id, seeds, first, seconds, found)
        .stripTrailing();
  }
}
