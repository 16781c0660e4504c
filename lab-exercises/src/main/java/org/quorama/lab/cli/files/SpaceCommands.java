package org.quorama.lab.cli.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.quorama.client.ClusterAdmin;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.metadata.operation.FileOperation.SafeMode.Action;
import org.quorama.metadata.operation.OperationValue.SafeModeState;
import org.quorama.metadata.operation.OperationValue.ServerSpace;
import org.quorama.metadata.operation.ServerState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The commands about the room that there is, and the nodes that give it. */
final class SpaceCommands {
  private static final double PERCENT = 100.0;

  private SpaceCommands() {}

  /** Tells how much room there is. */
  @Command(
      name = "df",
      mixinStandardHelpOptions = true,
      description = "Tells how much room each node has, and whether it serves.")
  static final class Df extends OnCluster {
    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    Df(CliContext context) {
      super(context);
    }

    @Override
    int run(QuoramaClient client) {
      List<ServerSpace> servers = client.admin().space().servers();
      if (json) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        servers.forEach(it -> all.add(object(it)));
        context.out().println(all);
        return 0;
      }
      print("%-8s %-10s %-8s %16s %16s %5s %9s", columns());
      servers.forEach(it -> line(it.node().value(), it));
      line("all", total(servers));
      return 0;
    }

    private static Object[] columns() {
      return new Object[] {"node", "rack", "state", "used", "capacity", "full", "replicas"};
    }

    private static ServerSpace total(List<ServerSpace> servers) {
      return new ServerSpace(
          NodeId.of("all"),
          servers.stream().mapToLong(ServerSpace::capacityBytes).sum(),
          servers.stream().mapToLong(ServerSpace::usedBytes).sum(),
          servers.stream().mapToInt(ServerSpace::replicas).sum(),
          ServerState.LIVE,
          "");
    }

    private void line(String name, ServerSpace space) {
      double full = PERCENT * space.usedBytes() / Math.max(1, space.capacityBytes());
      print(
          "%-8s %-10s %-8s %,16d %,16d %4.0f%% %,9d",
          name,
          space.rack(),
          name.equals("all") ? "" : space.state().name().toLowerCase(Locale.ROOT),
          space.usedBytes(),
          space.capacityBytes(),
          full,
          space.replicas());
    }

    private static ObjectNode object(ServerSpace space) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("node", space.node().value());
      json.put("rack", space.rack());
      json.put("state", space.state().name().toLowerCase(Locale.ROOT));
      json.put("used", space.usedBytes());
      json.put("capacity", space.capacityBytes());
      json.put("replicas", space.replicas());
      return json;
    }
  }

  /** Takes a node out of service, or back into it. */
  @Command(mixinStandardHelpOptions = true)
  static final class Service extends OnCluster {
    private final String done;
    private final BiConsumer<ClusterAdmin, NodeId> change;

    @Parameters(paramLabel = "NODE", description = "Which node, as in n4.")
    private NodeId node = NodeId.of("n1");

    private Service(CliContext context, String done, BiConsumer<ClusterAdmin, NodeId> change) {
      super(context);
      this.done = done;
      this.change = change;
    }

    @Override
    int run(QuoramaClient client) {
      change.accept(client.admin(), node);
      print(done, node);
      return 0;
    }
  }

  /** Returns the command that takes a node out of service. */
  static CommandLine decommission(CliContext context) {
    String done = "Node %s is being drained. See: quorama df";
    return named(
        "decommission",
        new Service(context, done, ClusterAdmin::decommission),
        "Takes a node's storage out of service: its replicas are copied to other nodes.",
        "When 'quorama df' says drained, it may be switched off.");
  }

  /** Returns the command that takes a node back. */
  static CommandLine recommission(CliContext context) {
    return named(
        "recommission",
        new Service(context, "Node %s serves again.", ClusterAdmin::recommission),
        "Takes a node's storage back into service, also while it is being drained.");
  }

  private static CommandLine named(String name, Service command, String... description) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().name(name).usageMessage().description(description);
    return line;
  }

  /** Tells of the safe mode, and changes it. */
  @Command(
      name = "safemode",
      mixinStandardHelpOptions = true,
      description = {
        "Tells whether the leader is in safe mode, in which nothing is copied, trimmed or",
        "collected; enters or leaves it by hand. After a restart it ends by itself."
      })
  static final class SafeMode extends OnCluster {
    @Parameters(
        arity = "0..1",
        paramLabel = "ACTION",
        defaultValue = "QUERY",
        converter = ActionText.class,
        description = "enter, leave or query (default: query).")
    private Action action = Action.QUERY;

    SafeMode(CliContext context) {
      super(context);
    }

    @Override
    int run(QuoramaClient client) {
      SafeModeState state = client.admin().safeMode(action);
      print(
          "Safe mode is %s%s. %,d of %,d chunks are known; %.1f %% are needed.",
          state.on() ? "on" : "off",
          state.on() && state.manual() ? ", by hand" : "",
          state.known(),
          state.total(),
          PERCENT * state.threshold());
      return 0;
    }
  }

  /** Reads what to do with the safe mode. */
  static final class ActionText implements ITypeConverter<Action> {
    @Override
    public Action convert(String text) {
      try {
        return Action.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("Say enter, leave or query; there is no " + text);
      }
    }
  }
}
