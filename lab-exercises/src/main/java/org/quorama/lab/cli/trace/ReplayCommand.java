package org.quorama.lab.cli.trace;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.spacetime.Point;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.record.Cut;
import org.quorama.runtime.record.Replay;
import org.quorama.runtime.record.ReplayedNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the cores of a recording again and compares them with it. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the cores of recorded nodes again from their inputs, and compares every event that"
          + " they cause and every digest with the recording. Exits with 1 at a difference.",
      "Record with: quorama up --record DIRECTORY --set trace.inputs=true."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;

  private final CliContext context;

  @Option(
      names = "--until",
      converter = TraceCommand.PointText.class,
      paramLabel = "POINT",
      description = "Stops at a point and says what each node was: " + Point.FORMS + ".")
  private @Nullable Point until;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Recordings (NDJSON), or directories of them, of one or more nodes.")
  private List<Path> files = List.of();

  ReplayCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Replay replay = new Replay(cut());
    RecordedTraces.forEach(files, replay::accept);
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    List<ReplayedNode> nodes = replay.nodes();
    nodes.forEach(this::line);
    return conclude(nodes, seconds);
  }

  private Cut cut() {
    Point end = until;
    if (end == null) {
      return Cut.atTheEnd();
    }
    long first = RecordedTraces.firstNanos(files);
    Cut.Finder finder = new Cut.Finder(event -> end.isAtOrAfter(event, first));
    RecordedTraces.forEach(files, event -> finder.accept(event.light()));
    return finder.find();
  }

  private void line(ReplayedNode node) {
    RaftStatus status = node.end().status();
    String state =
        status == null
            ? "never made a step"
            : String.format(
                Locale.ROOT,
                "%-9s term %d  log %d  commit %d  applied %d  digest %016x",
                node.end().up() ? status.role().name().toLowerCase(Locale.ROOT) : "down",
                status.hardState().currentTerm(),
                status.log().last().index(),
                status.log().commitIndex(),
                status.log().lastApplied(),
                node.end().digest());
    context
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%-4s boot %d  %s  (%,d inputs)",
                node.node(),
                node.end().incarnation(),
                state,
                node.inputs()));
  }

  private int conclude(List<ReplayedNode> nodes, double seconds) {
    long differing = 0;
    for (ReplayedNode node : nodes) {
      if (node.difference() != null) {
        differing++;
        context.out().println("DIFFERENT " + node.difference());
      }
    }
    long inputs = nodes.stream().mapToLong(ReplayedNode::inputs).sum();
    context
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%,d checkpoints equal, %,d events equal, %,d inputs in %.1f s: %s",
                nodes.stream().mapToLong(ReplayedNode::checkpoints).sum(),
                nodes.stream().mapToLong(ReplayedNode::events).sum(),
                inputs,
                seconds,
                differing == 0 ? "the replay equals the recording." : "they differ."));
    return differing == 0 ? 0 : 1;
  }
}
