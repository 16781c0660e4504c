package org.quorama.lab.demos.script;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.quorama.lab.demos.command.Grammar;
import org.quorama.lab.demos.command.LineException;

/** Reads the lines of a script, and knows which nodes there are by then. Lives for one script. */
final class LineReader {
  private final Complaints complaints;
  private final TreeSet<String> nodes = new TreeSet<>();
  private boolean started;

  /** Takes what is wrong. */
  interface Complaints {
    void wrong(int line, String what);
  }

  LineReader(Complaints complaints) {
    this.complaints = complaints;
  }

  boolean hasStarted() {
    return started;
  }

  /** Reads the lines of one block, of which the first is at a place in the file. */
  List<Block.Line> read(int first, String text) {
    List<Block.Line> read = new ArrayList<>();
    int number = first;
    for (String line : text.lines().toList()) {
      line(number, line, read);
      number++;
    }
    return read;
  }

  private void line(int number, String text, List<Block.Line> read) {
    try {
      Grammar.Line line = Grammar.read(text);
      if (line != null) {
        check(number, line);
        read.add(new Block.Line(number, withoutComment(text), line.command()));
      }
    } catch (LineException e) {
      complaints.wrong(number, String.valueOf(e.getMessage()));
      started |= text.strip().startsWith("start");
    }
  }

  private void check(int number, Grammar.Line line) {
    if (line.nodeCount() > 0) {
      started = true;
      nodes.clear();
      for (int i = 1; i <= line.nodeCount(); i++) {
        nodes.add("n" + i);
      }
    }
    if (!started) {
      complaints.wrong(number, "nothing is started yet: the first line is as in: start 5");
      started = true;
      return;
    }
    if (nodes.isEmpty()) {
      return;
    }
    line.nodes().stream()
        .filter(node -> !nodes.contains(node))
        .forEach(
            node ->
                complaints.wrong(
                    number,
                    "read '%s'; no node is called so: %s"
                        .formatted(node, String.join(", ", nodes))));
    if (line.defines() != null) {
      nodes.add(line.defines());
    }
  }

  private static String withoutComment(String text) {
    int sign = text.indexOf(" #");
    return (sign < 0 ? text : text.substring(0, sign)).strip();
  }
}
