package org.quorama.lab.demos.play;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a line of a script failed, and what the cluster looked like then. Immutable.
 *
 * @param file the script's file
 * @param line where in it, from 1
 * @param text the line
 * @param expected what was expected or tried
 * @param seen what was seen instead
 * @param nodes what each node believes, a line each
 * @param waiting the messages that wait, a line each
 * @param events the last events of the trace, oldest first, a line each
 */
public record Failure(
    String file,
    int line,
    String text,
    String expected,
    String seen,
    List<String> nodes,
    List<String> waiting,
    List<String> events) {
  /** Copies the lists. */
  public Failure {
    nodes = List.copyOf(nodes);
    waiting = List.copyOf(waiting);
    events = List.copyOf(events);
  }

  /** Returns all of it as lines of text. */
  public List<String> report() {
    List<String> lines = new ArrayList<>();
    lines.add(file + ":" + line + ": " + text);
    lines.add("  expected  " + expected);
    lines.add("  seen      " + seen);
    section(lines, "What the nodes believe", nodes);
    section(lines, "What waits", waiting);
    section(lines, "The last events", events);
    return lines;
  }

  private static void section(List<String> lines, String title, List<String> rows) {
    if (!rows.isEmpty()) {
      lines.add(title + ":");
      rows.forEach(row -> lines.add("  " + row));
    }
  }
}
