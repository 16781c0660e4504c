package org.quorama.lab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.quorama.lab.cluster.LiveClusters;

/** The {@code quorama} command. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and exits with 0 done, 1 failed or 2 usage.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    CliContext context =
        new CliContext(
            new LiveClusters(),
            System.in,
            out,
            err,
            Boolean.getBoolean("quorama.terminal"),
            System.getenv(),
            new LiveTools());
    int code = QuoramaCommand.commandLine(context).execute(arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
