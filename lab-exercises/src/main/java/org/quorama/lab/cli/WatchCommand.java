package org.quorama.lab.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.quorama.lab.cluster.ClusterSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the nodes say of themselves, live. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = "Shows the nodes live in the terminal until Ctrl-C.")
final class WatchCommand implements Callable<Integer> {
  private final CliContext context;
  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(
      names = "--times",
      defaultValue = "0",
      paramLabel = "N",
      description = "Looks this often, then ends (default: 0, for ever).")
  private int times;

  WatchCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    AtomicInteger looks = new AtomicInteger();
    try (ClusterSession session = context.clusters().connect(cluster.dir())) {
      new TerminalView(context, session).run(() -> times == 0 || looks.getAndIncrement() < times);
    }
    return 0;
  }
}
