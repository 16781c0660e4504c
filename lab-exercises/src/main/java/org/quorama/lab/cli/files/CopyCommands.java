package org.quorama.lab.cli.files;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.client.QuoramaClient;
import org.quorama.lab.cli.CliContext;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.DeletedEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that keep what was, bring it back, and cut it off. */
final class CopyCommands {
  private CopyCommands() {}

  /** Copies a file or directory as it is at one moment. */
  @Command(
      name = "snapshot",
      mixinStandardHelpOptions = true,
      description = {
        "Copies a file, or a directory with all below it, as it is at one moment.",
        "It takes no time and no room: the bytes are shared until one of both is written."
      })
  static final class Snapshot extends OnCluster {
    @Parameters(index = "0", paramLabel = "FROM", description = "What to copy.")
    private FilePath from = FilePath.ROOT;

    @Parameters(index = "1", paramLabel = "TO", description = "The copy; must not exist.")
    private FilePath to = FilePath.ROOT;

    Snapshot(CliContext context) {
      super(context);
    }

    @Override
    int run(QuoramaClient client) {
      client.snapshot(from, to);
      return 0;
    }
  }

  /** Brings back what was deleted. */
  @Command(
      name = "undelete",
      mixinStandardHelpOptions = true,
      description = "Brings back what was deleted under a path last, while it is kept.")
  static final class Undelete extends OnCluster {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-l", "--list"},
        description = "Lists what can be brought back, oldest first.")
    private boolean list;

    @Parameters(
        arity = "0..1",
        paramLabel = "PATH",
        description = "Where it was, or its hidden path from --list.")
    private @Nullable FilePath path;

    Undelete(CliContext context) {
      super(context);
    }

    @Override
    void check() {
      if (path == null && !list) {
        throw new ParameterException(
            spec.commandLine(), "Say what to bring back, or use --list to see what there is");
      }
    }

    @Override
    int run(QuoramaClient client) {
      if (path != null) {
        client.undelete(path);
        print("%s is back.", path);
        return 0;
      }
      List<DeletedEntry> kept = client.deleted();
      kept.forEach(this::line);
      return 0;
    }

    private void line(DeletedEntry entry) {
      print(
          "%,16d  %s%s  (deleted at Raft index %d, now %s)",
          entry.now().lengthBytes(),
          entry.path(),
          entry.now().directory() ? "/" : "",
          entry.deletedIndex(),
          entry.now().path());
    }
  }

  /** Cuts a file off. */
  @Command(
      name = "truncate",
      mixinStandardHelpOptions = true,
      description = {
        "Cuts a file off; what is behind its new length is gone for good.",
        "To make a file longer, append to it."
      })
  static final class Truncate extends OnCluster {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "PATH", description = "A file in the cluster.")
    private FilePath path = FilePath.ROOT;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "BYTES",
        defaultValue = "0",
        description = "Its length from now on, at most the present one (default: 0).")
    private long length;

    Truncate(CliContext context) {
      super(context);
    }

    @Override
    void check() {
      if (length < 0) {
        throw new ParameterException(spec.commandLine(), "A length is at least 0");
      }
    }

    @Override
    int run(QuoramaClient client) {
      client.truncate(path, length);
      return 0;
    }
  }
}
