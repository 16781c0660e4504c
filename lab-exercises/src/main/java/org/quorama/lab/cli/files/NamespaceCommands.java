package org.quorama.lab.cli.files;

import java.util.Locale;
import org.quorama.client.QuoramaClient;
import org.quorama.lab.cli.CliContext;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that look at names and change them. */
final class NamespaceCommands {
  private NamespaceCommands() {}

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
    int run(QuoramaClient client) {
      Attributes found = client.stat(path);
      if (found.directory()) {
        client.list(path).forEach(this::line);
      } else {
        line(found);
      }
      return 0;
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
    int run(QuoramaClient client) {
      OperationValue unused = client.require(new FileOperation.MakeDirectory(path));
      return 0;
    }
  }

  /** Removes a file or a directory. */
  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = {
        "Removes a file, or a directory that is empty; with -r with all below it, as a whole.",
        "It can be had back for a while: quorama undelete PATH."
      })
  static final class Rm extends OnCluster {
    @Option(
        names = {"-r", "--recursive"},
        description = "Removes a directory with all below it.")
    private boolean recursive;

    @Parameters(paramLabel = "PATH", description = "What to remove.")
    private FilePath path = FilePath.ROOT;

    Rm(CliContext context) {
      super(context);
    }

    @Override
    int run(QuoramaClient client) {
      if (recursive) {
        client.deleteTree(path);
      } else {
        OperationValue unused = client.require(new FileOperation.Delete(path));
      }
      return 0;
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
    int run(QuoramaClient client) {
      OperationValue unused = client.require(new FileOperation.Rename(from, to));
      return 0;
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
    int run(QuoramaClient client) {
      Attributes found = client.stat(path);
      if (found.directory()) {
        print("%s: directory, made at Raft index %d", path, found.createdIndex());
        return 0;
      }
      print(
          "%s: file of %,d bytes in %d chunks, made at Raft index %d, forced: %s",
          path,
          found.lengthBytes(),
          found.chunks(),
          found.createdIndex(),
          found.sync().name().toLowerCase(Locale.ROOT));
      client.locate(path).chunks().forEach(this::line);
      return 0;
    }

    private void line(ChunkLocation chunk) {
      print(
          "  %s %s on %s, primary %s",
          chunk.chunk(), chunk.version(), chunk.replicas(), chunk.primary());
    }
  }
}
