package org.quorama.lab.cli.fault;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.lab.cli.ClusterOption;
import org.quorama.lab.cli.DurationText;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.monitor.model.MessageWords;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets time stand still, and takes the cluster through one message or deadline at a time. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = {
      "Lets protocol time stand still: messages and deadlines wait until they are let go by hand.",
      "  quorama step on                  time stands still",
      "  quorama step                     what waits, with the ids of messages",
      "  quorama step fire n2             time passes to n2's next deadline, and n2 acts on it",
      "  quorama step pass 150ms          time passes on all nodes; what is due then waits",
      "  quorama step deliver ID|all      a message goes on; drop ID loses it, twice ID doubles it",
      "  quorama step until BecameLeader  time passes, slowly, until a node's trace tells of that",
      "  quorama step off                 time passes again, nothing is lost",
      "How fast it then passes: quorama pace."
    })
final class StepCommand implements Callable<Integer> {
  private static final Map<String, Release> RELEASES =
      Map.of("deliver", Release.DELIVER, "drop", Release.DROP, "twice", Release.DUPLICATE);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOption cluster = new ClusterOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WHAT",
      description = "on, off, fire, pass, until, deliver, drop or twice; nothing to look.")
  private String what = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "WHICH",
      description = "A node, a time, or the id of a message.")
  private @Nullable String which;

  StepCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Consumer<Laboratory> order = order();
    try (ClusterSession session = context.clusters().connect(cluster.dir())) {
      Laboratory laboratory = new Laboratory(session);
      order.accept(laboratory);
      show(laboratory.settled());
      return 0;
    }
  }

  private Consumer<Laboratory> order() {
    if (RELEASES.containsKey(what)) {
      String id = needed("which message: 'quorama step' shows their ids");
      return laboratory -> release(laboratory, id);
    }
    return switch (what) {
      case "" -> laboratory -> {};
      case "on" -> laboratory -> Words.tellSilent(context, laboratory.setPace(1, true));
      case "off" -> laboratory -> Words.tellSilent(context, laboratory.setPace(1, false));
      case "fire" -> {
        NodeId node = NodeId.of(needed("whose deadline, as in: quorama step fire n2"));
        yield laboratory -> laboratory.fire(node);
      }
      case "pass" -> {
        String time = needed("how much time, as in: quorama step pass 150ms");
        Duration by = new DurationText().convert(time);
        yield laboratory -> laboratory.advance(by);
      }
      case "until" -> {
        String kind = needed("until which kind of event, as in: quorama step until BecameLeader");
        yield laboratory -> runUntil(laboratory, kind);
      }
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "Say on, off, fire, pass, until, deliver, drop or twice; there is no " + what);
    };
  }

  private void runUntil(Laboratory laboratory, String kind) {
    if (!TraceJson.kindNames().contains(kind)) {
      throw new ParameterException(
          spec.commandLine(), "No event is called " + kind + ": " + TraceJson.kindNames());
    }
    TraceEvent event =
        laboratory
            .runUntil(it -> it.detail().kind().equals(kind), PATIENCE)
            .orElseThrow(
                () -> new CliException("No " + kind + " within " + PATIENCE.toSeconds() + " s"));
    context.out().println("%s: %s".formatted(event.node(), event.detail()));
  }

  private String needed(String question) {
    if (which == null) {
      throw new ParameterException(spec.commandLine(), "Say " + question);
    }
    return which;
  }

  private void release(Laboratory laboratory, String id) {
    boolean all = id.equals("all");
    int released = 0;
    for (LabView view : laboratory.look().views().values()) {
      for (HeldMessage message : view.messages()) {
        if (all || message.messageId().equals(id)) {
          laboratory.release(view.node(), message.messageId(), releaseOf());
          released++;
        }
      }
    }
    if (released == 0 && !all) {
      throw new CliException("No message " + id + " waits: 'quorama step' shows those that do");
    }
  }

  private Release releaseOf() {
    return RELEASES.getOrDefault(what, Release.DELIVER);
  }

  private void show(Laboratory.Answers answers) {
    for (LabView view : answers.views().values()) {
      context.out().println(lineOf(view));
      for (HeldMessage message : view.messages()) {
        String words = MessageWords.of(message.summary());
        context
            .out()
            .println(
                "    %-12s %s→%s  %s"
                    .formatted(message.messageId(), message.from(), message.to(), words));
      }
    }
    Words.tellSilent(context, answers);
  }

  private static String lineOf(LabView view) {
    LabView.Clock time = view.time();
    String pace =
        time.frozen()
            ? "time stands still"
            : time.dilation() > 1 ? time.dilation() + " × slower" : "time passes";
    List<String> deadlines =
        view.deadlines().stream()
            .map(
                next ->
                    "%s %s"
                        .formatted(
                            next.timer().name().toLowerCase(Locale.ROOT),
                            next.inNanos() <= 0 ? "due" : "in " + Words.millis(next.inNanos())))
            .toList();
    return "%s  %s at %s · %s"
        .formatted(
            view.node(), pace, Words.millis(time.protocolNanos()), String.join(", ", deadlines));
  }
}
