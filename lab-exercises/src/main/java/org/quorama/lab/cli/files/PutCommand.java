package org.quorama.lab.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.lab.cli.TransferBar;
import org.quorama.lab.tree.TreeReport;
import org.quorama.lab.tree.TreeUpload;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.SyncMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores a local file, or a directory with all below it. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description = {
      "Stores a local file; what is acknowledged survives any one node.",
      "With -r a directory with all below it, many files at once. The same command again",
      "goes on where it was interrupted: what is stored and equal is left as it is."
    })
final class PutCommand extends OnCluster {
  @Option(names = "--resume", description = "Continues a put of one file that was interrupted.")
  private boolean resume;

  @Option(
      names = "--sync",
      paramLabel = "MODE",
      description = {
        "When the bytes are forced to the disks of all replicas, now and whenever the file is",
        "written: always, before anything is acknowledged (the default); close, when the writer is",
        "done; never, which a loss of power may undo."
      })
  private @Nullable SyncMode sync;

  @Mixin private TreeOption tree = new TreeOption();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A file on this machine, or with -r a directory.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "PATH",
      description = "The new file in the cluster, or a directory to store it in.")
  private FilePath path = FilePath.ROOT;

  PutCommand(CliContext context) {
    super(context);
  }

  @Override
  void check() throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.isDirectory(file) && !tree.recursive()) {
      throw new CliException(file + " is a directory: use -r to store it with all below it");
    }
    if (!Files.isDirectory(file) && tree.recursive()) {
      throw new CliException(file + " is no directory: leave out -r");
    }
    if (resume && sync != null) {
      throw new CliException(
          "A put that is continued keeps the mode of its file: leave out --sync");
    }
  }

  @Override
  int run(QuoramaClient client) throws IOException {
    long start = System.nanoTime();
    FilePath target = target(client);
    if (tree.recursive()) {
      try (TransferBar bar = new TransferBar(context, "put -r")) {
        TreeReport report =
            new TreeUpload(client, tree.options().withSync(mode())).run(file, target, bar);
        return tree.tell(context, report, "Stored " + file + " in " + target, start);
      }
    }
    try (InputStream in = Files.newInputStream(file);
        TransferBar bar = new TransferBar(context, "put")) {
      transfer(client, in, target, bar);
    }
    print("Stored %s: %s", target, TreeOption.rate(Files.size(file), start));
    return 0;
  }

  /** A directory that exists gets it under its own name; a tree, however, is stored as it says. */
  private FilePath target(QuoramaClient client) {
    boolean directory =
        !tree.recursive()
            && client.perform(new FileOperation.Stat(path)).value() instanceof Attributes found
            && found.directory();
    return directory ? path.resolve(String.valueOf(file.getFileName())) : path;
  }

  private void transfer(QuoramaClient client, InputStream in, FilePath to, TransferProgress bar)
      throws IOException {
    if (resume) {
      client.resume(in, Files.size(file), to, bar);
    } else {
      client.put(in, Files.size(file), to, mode(), bar);
    }
  }

  private SyncMode mode() {
    return sync == null ? SyncMode.ALWAYS : sync;
  }
}
