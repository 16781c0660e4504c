package org.quorama.lab.cli;

import java.util.Locale;
import java.util.function.Consumer;
import org.quorama.client.QuoramaClient;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that look at names and change them. */
final class NamespaceCommands {
  private NamespaceCommands() {}

  /** What they share: a cluster and a client of it. */
  private abstract static class OnCluster implements Runnable {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    OnCluster(CliContext context) {
      this.context = context;
    }

    void withClient(Consumer<QuoramaClient> work) {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        work.accept(session.client());
      }
    }

    void print(String format, Object... values) {
      context.out().println(String.format(Locale.ROOT, format, values));
    }
  }

  /** Lists a directory. */
  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists a directory, or one file.")
  static final class Ls extends OnCluster {
    @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = "/", description = "Default /.")
    private FilePath path = FilePath.ROOT;

    Ls(CliContext context) {
      super(context);
    }

    @Override
    public void run() {
      withClient(
          client -> {
            Attributes found = client.stat(path);
            if (found.directory()) {
              client.list(path).forEach(this::line);
            } else {
              line(found);
            }
          });
    }

    private void line(Attributes entry) {
      String name = entry.path().name() + (entry.directory() ? "/" : "");
      print("%,16d  %s", entry.lengthBytes(), name);
    }
  }

  /** Makes a directory. */
  @Command(name = "mkdir", mixinStandardHelpOptions = true, description = "Makes a directory.")
  static final class Mkdir extends OnCluster {
    @Parameters(paramLabel = "PATH", description = "The new directory; its parent must exist.")
    private FilePath path = FilePath.ROOT;

    Mkdir(CliContext context) {
      super(context);
    }

    @Override
    public void run() {
      withClient(client -> client.require(new FileOperation.MakeDirectory(path)));
    }
  }

  /** Removes a file or an empty directory. */
  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Removes a file, or a directory that is empty.")
  static final class Rm extends OnCluster {
    @Parameters(paramLabel = "PATH", description = "What to remove.")
    private FilePath path = FilePath.ROOT;

    Rm(CliContext context) {
      super(context);
    }

    @Override
    public void run() {
      withClient(client -> client.require(new FileOperation.Delete(path)));
    }
  }

  /** Moves a file or directory. */
  @Command(
      name = "mv",
      mixinStandardHelpOptions = true,
      description = "Moves a file or a directory with all below it.")
  static final class Mv extends OnCluster {
    @Parameters(index = "0", paramLabel = "FROM", description = "What to move.")
    private FilePath from = FilePath.ROOT;

    @Parameters(index = "1", paramLabel = "TO", description = "Its new path; must not exist.")
    private FilePath to = FilePath.ROOT;

    Mv(CliContext context) {
      super(context);
    }

    @Override
    public void run() {
      withClient(client -> client.require(new FileOperation.Rename(from, to)));
    }
  }

  /** Says what a path is and where its chunks lie. */
  @Command(
      name = "stat",
      mixinStandardHelpOptions = true,
      description = "Says what a path is, and where each chunk of a file lies.")
  static final class Stat extends OnCluster {
    @Parameters(paramLabel = "PATH", description = "A file or directory.")
    private FilePath path = FilePath.ROOT;

    Stat(CliContext context) {
      super(context);
    }

    @Override
    public void run() {
      withClient(
          client -> {
            Attributes found = client.stat(path);
            if (found.directory()) {
              print("%s: directory, made at Raft index %d", path, found.createdIndex());
              return;
            }
            print(
                "%s: file of %,d bytes in %d chunks, made at Raft index %d",
                path, found.lengthBytes(), found.chunks(), found.createdIndex());
            client.locate(path).chunks().forEach(this::line);
          });
    }

    private void line(ChunkLocation chunk) {
      print(
          "  %s %s on %s, primary %s",
          chunk.chunk(), chunk.version(), chunk.replicas(), chunk.primary());
    }
  }
}
