package org.quorama.lab.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Membership.Step;
import org.quorama.remote.NodeStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that change who belongs to the cluster, and who leads it. */
final class MemberCommands {
  private MemberCommands() {}

  /** Lists and changes members. */
  @Command(
      name = "member",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the members, or changes them one step at a time:",
        "member list; member add NODE (a learner: gets the log, has no vote;",
        "one that does not exist is started first);",
        "member promote NODE (a learner that caught up gets a vote); member remove NODE."
      })
  static final class Member implements Callable<Integer> {
    private final CliContext context;
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(index = "0", paramLabel = "ACTION", description = "list, add, promote or remove.")
    private String action = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NODE", description = "Which, as in n4.")
    private List<NodeId> node = List.of();

    Member(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      if (action.equals("list")) {
        list();
      } else {
        change(stepOf(action));
      }
      return 0;
    }

    private Step stepOf(String word) {
      return switch (word) {
        case "add" -> Step.ADD_LEARNER;
        case "promote" -> Step.PROMOTE;
        case "remove" -> Step.REMOVE;
        default -> throw wrong("Say what: list, add, promote or remove; there is no " + word);
      };
    }

    private void list() {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        NodeStatus leader = Leaders.required(session);
        Membership membership = leader.membership();
        for (NodeId member : membership.all()) {
          String place = membership.isVoter(member) ? "voter" : "learner";
          String leads = member.equals(leader.node()) ? ", leads" : "";
          context.out().println(member + "  " + place + leads);
        }
      }
    }

    private void change(Step step) {
      if (node.isEmpty()) {
        throw wrong("Say which node, as in: quorama member " + action + " n4");
      }
      NodeId who = node.get(0);
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        if (step == Step.ADD_LEARNER && !session.nodes().containsKey(who)) {
          session.add(who);
          context.out().println("Started " + who + ".");
        }
        Leaders.ask(session, port -> port.changeMembership(new Membership.Change(step, who)));
        context.out().println(String.format(Locale.ROOT, sentence(step), who));
      }
    }

    private static String sentence(Step step) {
      return switch (step) {
        case ADD_LEARNER ->
            "%1$s is a learner now. Once it has the log: quorama member promote %1$s";
        case PROMOTE -> "%s votes now.";
        case REMOVE -> "%s is no member any more.";
      };
    }

    private ParameterException wrong(String what) {
      return new ParameterException(spec.commandLine(), what);
    }
  }

  /** Hands the leadership on. */
  @Command(
      name = "transfer",
      mixinStandardHelpOptions = true,
      description = "Hands the leadership to another node, without waiting for a time-out.")
  static final class Transfer extends NodeVerb {
    Transfer(CliContext context) {
      super(context);
    }

    @Override
    protected String act(ClusterSession session, NodeId node) {
      Leaders.ask(session, port -> port.transferLeadership(node));
      return "Node " + node + " takes over. See: quorama status";
    }
  }
}
