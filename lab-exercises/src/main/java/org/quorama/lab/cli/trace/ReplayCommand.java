package org.quorama.lab.cli.trace;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.lab.cli.DurationText;
import org.quorama.lab.spacetime.Point;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.record.Cut;
import org.quorama.runtime.record.Replay;
import org.quorama.runtime.record.ReplayedNode;
import org.quorama.simulation.ForkedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the cores of a recording again and compares them with it. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the cores of recorded nodes again from their inputs, and compares every event that"
          + " they cause and every digest with the recording. Exits with 1 at a difference.",
      "Record with: quorama up --record DIRECTORY --set trace.inputs=true.",
      "",
      "With --fork a simulated cluster goes on from the point: messages under way are lost, bytes"
          + " of files are zero, the rules of Raft are checked. The branch is a trace of its own.",
      ""
    })
final class ReplayCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;

  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--until",
      converter = TraceCommand.PointText.class,
      paramLabel = "POINT",
      description = "Stops at a point and says what each node was: " + Point.FORMS + ".")
  private @Nullable Point until;

  @Option(
      names = "--fork",
      converter = DurationText.class,
      paramLabel = "TIME",
      description = "Goes on in the simulator for so long: 500ms, 30s, 5m.")
  private @Nullable Duration fork;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides election timeouts and delays of the branch (default: 1).")
  private long seed;

  @Option(names = "--restart", description = "Nodes that were down start again in the branch.")
  private boolean restart;

  @Option(
      names = "--branch",
      paramLabel = "FILE",
      description = "Where the branch goes (default: branches/ beside the recording).")
  private @Nullable Path branch;

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
    if (fork == null && (branch != null || restart)) {
      String which = restart ? "--restart" : "--branch";
      throw new ParameterException(spec.commandLine(), which + " needs --fork TIME");
    }
    if (fork != null && fork.isZero()) {
      throw new ParameterException(spec.commandLine(), "--fork needs a time, as in 30s");
    }
    long start = System.nanoTime();
    Replay replay = new Replay(cut());
    RecordedTraces.forEach(files, replay::accept);
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    List<ReplayedNode> nodes = replay.nodes();
    nodes.forEach(this::line);
    boolean equal = conclude(nodes, seconds);
    if (equal && fork != null) {
      return new Branch(context, files, branch)
          .run(replay, new ForkedRun.Plan(seed, restart), fork);
    }
    return equal ? 0 : 1;
  }

  private Cut cut() {
    Point end = until;
    if (end == null) {
      return Cut.atTheEnd();
    }
    long first = RecordedTraces.firstNanos(files);
    Cut.Finder finder = new Cut.Finder(event -> end.isAtOrAfter(event, first));
    boolean[] beyond = {false};
    RecordedTraces.forEach(
        files,
        event -> {
          finder.accept(event.light());
          beyond[0] |= !end.isAtOrAfter(event, first);
        });
    if (!beyond[0]) {
      throw new CliException("The recording ends before that point: leave out --until");
    }
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
    print(
        "%-4s boot %d  %s  (%,d inputs)",
        node.node(), node.end().incarnation(), state, node.inputs());
  }

  private boolean conclude(List<ReplayedNode> nodes, double seconds) {
    boolean equal = true;
    for (ReplayedNode node : nodes) {
      if (node.difference() != null) {
        equal = false;
        print("DIFFERENT %s", node.difference());
      }
    }
    print(
        "%,d checkpoints equal, %,d events equal, %,d inputs in %.1f s: %s",
        nodes.stream().mapToLong(ReplayedNode::checkpoints).sum(),
        nodes.stream().mapToLong(ReplayedNode::events).sum(),
        nodes.stream().mapToLong(ReplayedNode::inputs).sum(),
        seconds,
        equal ? "the replay equals the recording." : "they differ.");
    return equal;
  }

  private void print(String format, @Nullable Object... values) {
    context.out().println(String.format(Locale.ROOT, format, values));
  }
}
