package org.quorama.lab.cli.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.quorama.client.QuoramaClient;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.lab.cli.TransferBar;
import org.quorama.lab.tree.TreeDownload;
import org.quorama.lab.tree.TreeReport;
import org.quorama.metadata.operation.FilePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads a file into a local one, or a directory with all below it. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a file into a local one, every byte checked.",
      "With -r a directory with all below it, many files at once; what is here and equal is",
      "left as it is."
    })
final class GetCommand extends OnCluster {
  @Mixin private TreeOption tree = new TreeOption();

  @Parameters(
      index = "0",
      paramLabel = "PATH",
      description = "A file in the cluster, or with -r a directory.")
  private FilePath path = FilePath.ROOT;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The local file or directory (default: the same name, here).")
  private @Nullable Path file;

  GetCommand(CliContext context) {
    super(context);
  }

  private Path target() {
    Path given = file == null ? Path.of(path.name()) : file;
    return Files.isDirectory(given) && !tree.recursive() ? given.resolve(path.name()) : given;
  }

  @Override
  void check() {
    Path target = target();
    if (!tree.recursive() && Files.exists(target) && !tree.force()) {
      throw new CliException(target + " exists already: use --force to replace it");
    }
  }

  @Override
  int run(QuoramaClient client) throws IOException {
    long start = System.nanoTime();
    Path target = target();
    if (tree.recursive()) {
      try (TransferBar bar = new TransferBar(context, "get -r")) {
        TreeReport report = new TreeDownload(client, tree.options()).run(path, target, bar);
        return tree.tell(context, report, "Read " + path + " into " + target, start);
      }
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      read(client, part);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    print("Read %s: %s", target, TreeOption.rate(Files.size(target), start));
    return 0;
  }

  private void read(QuoramaClient client, Path part) throws IOException {
    try (OutputStream out = Files.newOutputStream(part);
        TransferBar bar = new TransferBar(context, "get")) {
      client.get(path, out, bar);
    }
  }
}
