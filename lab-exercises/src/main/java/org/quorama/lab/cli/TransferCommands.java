package org.quorama.lab.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Attributes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that move bytes. */
final class TransferCommands {
  private TransferCommands() {}

  /** Returns how much was moved, and how fast. */
  private static String rate(long bytes, long startNanos) {
    double seconds = Math.max((System.nanoTime() - startNanos) / 1e9, 1e-3);
    return String.format(
        Locale.ROOT, "%,d bytes in %.1f s (%.0f MB/s)", bytes, seconds, bytes / 1e6 / seconds);
  }

  /** Stores a local file. */
  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description = "Stores a local file; what is acknowledged survives any one node.")
  static final class Put implements Callable<Integer> {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Option(names = "--resume", description = "Continues a put that was interrupted.")
    private boolean resume;

    @Parameters(index = "0", paramLabel = "FILE", description = "A file on this machine.")
    private Path file = Path.of("");

    @Parameters(
        index = "1",
        paramLabel = "PATH",
        description = "The new file in the cluster, or a directory to store it in.")
    private FilePath path = FilePath.ROOT;

    Put(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws IOException {
      if (Files.isDirectory(file)) {
        throw new CliException(file + " is a directory: name a file");
      }
      long start = System.nanoTime();
      try (InputStream in = Files.newInputStream(file);
          ClusterSession session = context.clusters().connect(cluster.dir())) {
        long bytes = Files.size(file);
        FilePath target = target(session.client());
        try (TransferBar bar = new TransferBar(context, "put")) {
          transfer(session.client(), in, bytes, target, bar);
        }
        context.out().println("Stored " + target + ": " + rate(bytes, start));
      }
      return 0;
    }

    private FilePath target(QuoramaClient client) {
      boolean directory =
          client.perform(new FileOperation.Stat(path)).value() instanceof Attributes found
              && found.directory();
      return directory ? path.resolve(String.valueOf(file.getFileName())) : path;
    }

    private void transfer(
        QuoramaClient client, InputStream in, long bytes, FilePath to, TransferProgress bar) {
      if (resume) {
        client.resume(in, bytes, to, bar);
      } else {
        client.put(in, bytes, to, bar);
      }
    }
  }

  /** Reads a file into a local one. */
  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Reads a file into a local one, every byte checked.")
  static final class Get implements Callable<Integer> {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Option(names = "--force", description = "Replaces a local file.")
    private boolean force;

    @Parameters(index = "0", paramLabel = "PATH", description = "A file in the cluster.")
    private FilePath path = FilePath.ROOT;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "FILE",
        description = "The local file (default: the same name, here).")
    private @Nullable Path file;

    Get(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws IOException {
      Path given = file == null ? Path.of(path.name()) : file;
      Path target = Files.isDirectory(given) ? given.resolve(path.name()) : given;
      if (Files.exists(target) && !force) {
        throw new CliException(target + " exists already: use --force to replace it");
      }
      long start = System.nanoTime();
      Path part = target.resolveSibling(target.getFileName() + ".part");
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        read(session.client(), part);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      context.out().println("Read " + target + ": " + rate(Files.size(target), start));
      return 0;
    }

    private void read(QuoramaClient client, Path part) throws IOException {
      try (OutputStream out = Files.newOutputStream(part);
          TransferBar bar = new TransferBar(context, "get")) {
        client.get(path, out, bar);
      }
    }
  }

  /** Prints a file. */
  @Command(
      name = "cat",
      mixinStandardHelpOptions = true,
      description = "Writes a file to standard output, byte for byte.")
  static final class Cat implements Callable<Integer> {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "PATH", description = "A file in the cluster.")
    private FilePath path = FilePath.ROOT;

    Cat(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws IOException {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        OutputStream out = new BufferedOutputStream(context.out());
        session.client().get(path, out, TransferProgress.none());
        out.flush();
      }
      return 0;
    }
  }
}
