package org.quorama.lab.cli.fault;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.ClusterOption;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.lab.cluster.Laboratory.Answers;
import org.quorama.lab.cluster.Partition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that cut links between nodes and mend them. */
final class LinkCommands {
  private LinkCommands() {}

  /** What stands before each command that changes links. */
  private static final String NEEDS_LAB =
      "Needs nodes started as a lab: 'quorama up' does, unless --pace fast; then --set lab=true.";

  /** Cuts the links between two groups. */
  @Command(
      name = "partition",
      mixinStandardHelpOptions = true,
      description = {
        "Cuts the links between two groups of nodes, as in: quorama partition n1,n2 from n3,n4,n5",
        "Discovery is cut as remote calls are. All other links are whole afterwards.",
        NEEDS_LAB
      })
  static final class Cut implements Callable<Integer> {
    private final CliContext context;
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Option(names = "--one-way", description = "Only what the first group sends is lost.")
    private boolean oneWay;

    @Parameters(index = "0", paramLabel = "NODES", description = "The first group, as in n1,n2.")
    private String one = "";

    @Parameters(index = "1", paramLabel = "from", description = "The word 'from'.")
    private String from = "";

    @Parameters(index = "2", paramLabel = "NODES", description = "The second, as in n3,n4,n5.")
    private String other = "";

    Cut(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      Partition partition = partition();
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        Answers answers = new Laboratory(session).setLinks(partition.rules());
        context.out().println(sentence(partition));
        Words.tellSilent(context, answers);
        return 0;
      }
    }

    private String sentence(Partition cut) {
      String what =
          oneWay ? "What %s send no longer reaches %s" : "%s and %s no longer hear each other";
      return what.formatted(Words.namesOf(cut.one()), Words.namesOf(cut.other()))
          + ". Mend it: quorama heal";
    }

    private Partition partition() {
      if (!from.equals("from")) {
        throw wrong("Say it as in: quorama partition n1,n2 from n3,n4,n5");
      }
      try {
        return new Partition(group(one), group(other), oneWay);
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }

    private static List<NodeId> group(String text) {
      return Arrays.stream(text.split(",", -1)).map(String::trim).map(NodeId::of).toList();
    }

    private ParameterException wrong(String what) {
      return new ParameterException(spec.commandLine(), what);
    }
  }

  /** Mends every link. */
  @Command(
      name = "heal",
      mixinStandardHelpOptions = true,
      description = "Mends all links that 'quorama partition' or 'quorama link' broke.")
  static final class Heal implements Callable<Integer> {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    Heal(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        Answers answers = new Laboratory(session).setLinks(List.of());
        context.out().println("All links work again.");
        Words.tellSilent(context, answers);
        return 0;
      }
    }
  }
}
