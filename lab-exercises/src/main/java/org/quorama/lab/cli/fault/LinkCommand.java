package org.quorama.lab.cli.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.ClusterOption;
import org.quorama.lab.cli.DurationText;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.trace.FaultTrace.LinkRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the links between nodes, or gives one of them a rule. */
@Command(
    name = "link",
    mixinStandardHelpOptions = true,
    description = {
      "Shows which links are not whole, or gives the link from one node to another a rule:",
      "  quorama link n1 n2 --cut                      nothing from n1 reaches n2",
      "  quorama link n1 n2 --loss 0.3 --twins 0.1     some messages are lost, some come twice",
      "  quorama link n1 n2 --delay 50ms --jitter 20ms late, and overtaking each other",
      "  quorama link n1 n2                            whole again",
      "The way back has a rule of its own; --both gives it the same."
    })
final class LinkCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOption cluster = new ClusterOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "FROM", description = "Who sends.")
  private @Nullable NodeId from;

  @Parameters(index = "1", arity = "0..1", paramLabel = "TO", description = "Who hears.")
  private @Nullable NodeId to;

  @Option(names = "--cut", description = "Nothing passes.")
  private boolean cut;

  @Option(names = "--both", description = "Gives the way back the same rule.")
  private boolean both;

  @Option(names = "--loss", paramLabel = "0..1", description = "How many messages are lost.")
  private double loss;

  @Option(names = "--twins", paramLabel = "0..1", description = "How many arrive twice.")
  private double twins;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "How late each is at least, as in 50ms; dilation stretches it.")
  private Duration delay = Duration.ZERO;

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "How much later at most; messages overtake each other by as much.")
  private Duration jitter = Duration.ZERO;

  LinkCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<List<LinkRule>> wanted = wanted();
    try (ClusterSession session = context.clusters().connect(cluster.dir())) {
      Laboratory laboratory = new Laboratory(session);
      List<LinkRule> now = laboratory.links();
      if (wanted.isPresent()) {
        now = merged(now, wanted.get());
        Words.tellSilent(context, laboratory.setLinks(now));
      }
      show(now);
      return 0;
    }
  }

  /** Returns the rules that are asked for, nothing if only a look is. */
  private Optional<List<LinkRule>> wanted() {
    if (from == null) {
      return Optional.empty();
    }
    if (to == null || to.equals(from)) {
      throw wrong("Name two different nodes, as in: quorama link n1 n2 --cut");
    }
    boolean inRange = loss >= 0 && loss <= 1 && twins >= 0 && twins <= 1;
    if (!inRange || delay.isNegative() || jitter.isNegative()) {
      throw wrong("--loss and --twins are from 0 to 1, --delay and --jitter not negative");
    }
    List<LinkRule> rules = new ArrayList<>(List.of(rule(from, to)));
    if (both) {
      rules.add(rule(to, from));
    }
    return Optional.of(rules);
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private LinkRule rule(NodeId one, NodeId other) {
    return new LinkRule(one, other, cut ? 1 : loss, twins, delay.toNanos(), jitter.toNanos());
  }

  private static List<LinkRule> merged(List<LinkRule> now, List<LinkRule> wanted) {
    List<LinkRule> rules = new ArrayList<>(now);
    for (LinkRule rule : wanted) {
      rules.removeIf(old -> old.from().equals(rule.from()) && old.to().equals(rule.to()));
      boolean isWhole = rule.isWhole();
      rules.addAll(isWhole ? List.of() : List.of(rule));
    }
    return rules;
  }

  private void show(List<LinkRule> rules) {
    if (rules.isEmpty()) {
      context.out().println("All links are whole.");
    }
    for (LinkRule rule : rules) {
      context.out().println("%s → %s  %s".formatted(rule.from(), rule.to(), Words.of(rule)));
    }
  }
}
