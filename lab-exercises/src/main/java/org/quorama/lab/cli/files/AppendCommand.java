package org.quorama.lab.cli.files;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.quorama.client.QuoramaClient;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Appends records to a file. */
@Command(
    name = "append",
    mixinStandardHelpOptions = true,
    description = {
      "Appends a record to a file, as a whole and at least once, and prints at which offset.",
      "A record has at most a quarter of a chunk; several may append to one file at once."
    })
final class AppendCommand extends OnCluster {
  private static final int MOST = 1 << 20;

  @Option(names = "--lines", description = "Appends every line, with its end, as a record.")
  private boolean lines;

  @Option(names = "--create", description = "Makes the file if it does not exist.")
  private boolean makes;

  @Parameters(index = "0", paramLabel = "PATH", description = "A file in the cluster.")
  private FilePath path = FilePath.ROOT;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "What to append: a local file, or - for standard input (default).")
  private String file = "-";

  AppendCommand(CliContext context) {
    super(context);
  }

  @Override
  int run(QuoramaClient client) throws IOException {
    if (makes) {
      makeFile(client);
    }
    try (InputStream in = open()) {
      return lines ? appendLines(client, in) : appendAll(client, in);
    }
  }

  private void makeFile(QuoramaClient client) {
    FileOperation create = new FileOperation.CreateFile(path);
    if (client.perform(create).code() != ErrorCode.EXISTS
        && client.perform(new FileOperation.Stat(path)).outcome() != Outcome.OK) {
      OperationValue unused = client.require(create);
    }
  }

  private InputStream open() throws IOException {
    if (!file.equals("-")) {
      return Files.newInputStream(Path.of(file));
    }
    return new FilterInputStream(context.in()) {
      @Override
      public void close() {
        // standard input belongs to whoever started the command
      }
    };
  }

  private int appendAll(QuoramaClient client, InputStream in) throws IOException {
    byte[] record = in.readNBytes(MOST + 1);
    checkLength(record.length);
    append(client, record);
    return 0;
  }

  private static void checkLength(int length) {
    if (length > MOST) {
      throw new CliException("A record has at most 1 MiB: use --lines, or 'quorama put'");
    }
  }

  private int appendLines(QuoramaClient client, InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.write(next);
      checkLength(line.size());
      if (next == '\n') {
        append(client, line.toByteArray());
        line.reset();
      }
    }
    if (line.size() > 0) {
      append(client, line.toByteArray());
    }
    return 0;
  }

  private void append(QuoramaClient client, byte[] record) {
    QuoramaClient.Appended done = client.appendReply(path, Bytes.wrap(record));
    String region = done.region().name().toLowerCase(Locale.ROOT);
    print("Appended %,d bytes at %,d, %s on every replica", record.length, done.offset(), region);
  }
}
