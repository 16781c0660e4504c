package org.quorama.lab.cli.files;

import java.util.Locale;
import java.util.stream.Collectors;
import org.quorama.client.QuoramaClient;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.tree.HealthReport;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkHealth;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells the health of every chunk. */
@Command(
    name = "fsck",
    mixinStandardHelpOptions = true,
    description = {
      "Tells the health of every chunk of a file, or of all files below a directory, each in",
      "exactly one class: missing, under_replicated, corrupt_replica, stale_replica, misplaced,",
      "over_replicated or healthy. / covers deleted files that can be brought back, too, as",
      "/.deleted/..., but no chunks that are reserved for files to come. Exit code 1 if one is",
      "not healthy."
    })
final class FsckCommand extends OnCluster {
  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Option(names = "--all", description = "Lists healthy chunks, too.")
  private boolean all;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = "/",
      description = "A file or directory (default: /).")
  private FilePath path = FilePath.ROOT;

  FsckCommand(CliContext context) {
    super(context);
  }

  @Override
  int run(QuoramaClient client) {
    HealthReport report = HealthReport.of(client, path, all);
    if (json) {
      context.out().println(report.json());
    } else {
      report.listed().forEach(this::line);
      print("%s: %s", path, report.summary());
    }
    return report.isHealthy() ? 0 : 1;
  }

  private void line(ChunkHealth chunk) {
    print(
        "%-16s %s[%d] %s %s%s: %s",
        HealthReport.word(chunk.health()),
        chunk.path(),
        chunk.index(),
        chunk.chunk(),
        chunk.version(),
        chunk.leased() ? ", leased" : "",
        chunk.replicas().isEmpty()
            ? "no replica"
            : chunk.replicas().stream()
                .map(it -> words(chunk, it))
                .collect(Collectors.joining(", ")));
  }

  private static String words(ChunkHealth chunk, ReplicaHealth replica) {
    String older =
        replica.version().equals(chunk.version()) ? "" : " at " + replica.version().toString();
    String state = replica.state().name().toLowerCase(Locale.ROOT);
    return replica.node() + " " + state + older;
  }
}
