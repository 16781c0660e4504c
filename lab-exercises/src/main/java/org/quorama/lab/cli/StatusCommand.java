package org.quorama.lab.cli;

import java.util.concurrent.Callable;
import org.quorama.lab.cluster.ClusterSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what the nodes say of themselves, once. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Prints role, term, leader, commit index and chunks of every node.")
final class StatusCommand implements Callable<Integer> {
  private final CliContext context;
  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  StatusCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (ClusterSession session = context.clusters().connect(cluster.dir())) {
      StatusTable table = StatusTable.of(session);
      if (json) {
        context.out().println(table.json());
      } else {
        table.lines().forEach(context.out()::println);
      }
    }
    return 0;
  }
}
