package org.quorama.lab.cli.files;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.quorama.client.QuoramaClient;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.ClusterOption;
import org.quorama.lab.cluster.ClusterSession;
import picocli.CommandLine.Mixin;

/** What the commands of files share: a cluster and a client of it. Filled by picocli. */
abstract class OnCluster implements Callable<Integer> {
  final CliContext context;
  @Mixin private ClusterOption cluster = new ClusterOption();

  OnCluster(CliContext context) {
    this.context = context;
  }

  @Override
  public final Integer call() throws Exception {
    check();
    try (ClusterSession session = context.clusters().connect(cluster.dir())) {
      return run(session.client());
    }
  }

  /** Looks at the arguments before the cluster is reached; throws what is wrong with them. */
  void check() throws Exception {}

  /** Does it; returns the exit code. */
  abstract int run(QuoramaClient client) throws Exception;

  final void print(String format, Object... values) {
    context.out().println(String.format(Locale.ROOT, format, values));
  }
}
