package org.quorama.lab.cli.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.lab.cli.CliContext;
import org.quorama.metadata.operation.FilePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a file. */
@Command(
    name = "cat",
    mixinStandardHelpOptions = true,
    description = "Writes a file to standard output, byte for byte.")
final class CatCommand extends OnCluster {
  @Parameters(paramLabel = "PATH", description = "A file in the cluster.")
  private FilePath path = FilePath.ROOT;

  CatCommand(CliContext context) {
    super(context);
  }

  @Override
  int run(QuoramaClient client) throws IOException {
    OutputStream out = new BufferedOutputStream(context.out());
    client.get(path, out, TransferProgress.none());
    out.flush();
    return 0;
  }
}
