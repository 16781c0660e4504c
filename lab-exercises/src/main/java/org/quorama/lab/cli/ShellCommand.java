package org.quorama.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.cluster.RemoteCluster;
import org.quorama.lab.shell.Shell;
import org.quorama.lab.shell.ShellCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a script: JSON requests in, JSON responses out. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a script: one JSON request a line on standard input, one JSON response a line on",
      "standard output, matched by id. rmi-node/SHELL.md has every operation."
    },
    footer = {
      "",
      "e.g. echo '{\"id\":1,\"op\":\"status\"}' | quorama shell --json --servers 127.0.0.1:21001"
    })
final class ShellCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(names = "--json", required = true, description = "Speaks JSON, the only language so far.")
  private boolean json;

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Where nodes listen, one is enough (default: the cluster in --dir).")
  private List<String> servers = List.of();

  @Option(
      names = "--secret",
      paramLabel = "FILE",
      description = "The cluster's secret (default: the file 'secret' in --dir).")
  private @Nullable Path secret;

  @Option(
      names = "--timeout",
      defaultValue = "15s",
      converter = DurationText.class,
      description = "After which an operation is given up (default: 15s).")
  private Duration timeout = Duration.ZERO;

  ShellCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!json) {
      throw new ParameterException(spec.commandLine(), "Say --json: the shell is for scripts");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new ParameterException(spec.commandLine(), "--timeout is at least 1ms");
    }
    try (RemoteCluster remote = context.clusters().reach(reach())) {
      ShellCluster shell = new ShellCluster(remote.client(), remote.connector(), remote.servers());
      new Shell(shell, context.out()).run(context.in());
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the requests", e);
    }
  }

  private Clusters.Reach reach() {
    List<NodeAddress> addresses = new ArrayList<>();
    for (String server : servers) {
      addresses.add(address(server.trim()));
    }
    Path file = secret == null ? cluster.dir().resolve("secret") : secret.toAbsolutePath();
    return new Clusters.Reach(cluster.dir(), addresses, file, timeout);
  }

  private NodeAddress address(String text) {
    try {
      return NodeAddress.parse(text.substring(text.indexOf('@') + 1));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--servers is HOST:PORT,... such as 127.0.0.1:21001, not " + text, e);
    }
  }
}
