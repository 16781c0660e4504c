package org.quorama.lab.demos.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.quorama.lab.demos.command.ExpectationException;
import org.quorama.lab.demos.script.Block;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.lab.demos.stage.MessageFilter;
import org.quorama.lab.demos.stage.Sight;
import org.quorama.lab.demos.stage.Stage;
import org.quorama.lab.demos.stage.StageException;
import org.quorama.monitor.model.MessageWords;
import org.quorama.monitor.model.NodeModel;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Tells what a cluster looked like when a line failed. Stateless. */
final class Witness {
  private static final int EVENTS = 14;
  private static final int COLUMNS = 96;

  private Witness() {}

  static Failure of(DemoScript script, Block.Line line, Stage stage, RuntimeException cause) {
    boolean expectation = cause instanceof ExpectationException;
    String expected = expectation ? ((ExpectationException) cause).expected() : line.text();
    String seen =
        expectation ? ((ExpectationException) cause).seen() : String.valueOf(cause.getMessage());
    List<String> nodes = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    List<String> events = new ArrayList<>();
    try {
      Sight sight = stage.look();
      sight.model().nodes().values().forEach(node -> nodes.add(belief(node)));
      sight.waiting(MessageFilter.ALL).stream()
          .map(
              held ->
                  "%s→%s %s in term %d"
                      .formatted(
                          held.from(),
                          held.to(),
                          MessageWords.nameOf(held.summary().kind()),
                          held.summary().term()))
          .forEach(waiting::add);
      latest(sight.latest()).forEach(event -> events.add(row(event)));
    } catch (StageException e) {
      nodes.add(String.valueOf(e.getMessage()));
    }
    return new Failure(
        script.file(), line.number(), line.text(), expected, seen, nodes, waiting, events);
  }

  private static List<TraceEvent> latest(List<TraceEvent> all) {
    List<TraceEvent> told =
        all.stream().filter(event -> !(event.detail() instanceof RaftTrace.DeadlineSet)).toList();
    return told.subList(Math.max(0, told.size() - EVENTS), told.size());
  }

  private static String belief(NodeModel node) {
    return String.format(
        Locale.ROOT,
        "%-4s %-13s term %-3d voted for %-5s log %s commitIndex %d applied %d",
        node.id(),
        node.roleWord(),
        node.raft().term(),
        node.raft().votedFor(),
        node.log().values().stream().map(cell -> cell.index() + ":" + cell.term()).toList(),
        node.raft().commitIndex(),
        node.raft().lastApplied());
  }

  private static String row(TraceEvent event) {
    String text =
        String.format(
            Locale.ROOT,
            "%-4s %6d  term %-3d %-18s %s",
            event.node(),
            event.lamport(),
            event.state().term(),
            event.detail().kind(),
            words(event.detail()));
    return text.length() <= COLUMNS ? text : text.substring(0, COLUMNS - 1) + "…";
  }

  private static String words(TraceDetail detail) {
    if (detail instanceof MessageTrace.Sent sent) {
      return "to " + sent.to() + " " + MessageWords.nameOf(sent.summary().kind());
    } else if (detail instanceof MessageTrace.Received received) {
      return "from " + received.from() + " " + MessageWords.nameOf(received.summary().kind());
    }
    String all = detail.toString();
    return all.substring(detail.kind().length());
  }
}
