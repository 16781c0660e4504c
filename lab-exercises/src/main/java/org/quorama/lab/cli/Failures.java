package org.quorama.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.quorama.client.OperationFailedException;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.demos.DemoFailedException;
import org.quorama.metadata.operation.PathTooLongException;
import org.quorama.remote.NodeUnreachableException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line and an exit code. */
final class Failures {
  private Failures() {}

  /** Says why the arguments make no sense; exit code 2. */
  static int usage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println("quorama: " + oneLine(String.valueOf(failure.getMessage())));
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName(" ") + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /** Says why a command failed; exit code 1. Rethrows what no user can cause. */
  static int execution(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    command.getErr().println("quorama: " + oneLine(sentence(failure)));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String sentence(Exception failure) throws Exception {
    if (failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
      IOException cause = wrapped.getCause();
      return isBare(cause) ? sentence(cause) : wrapped.getMessage() + ": " + sentence(cause);
    }
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist: name a file on this machine";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (failure instanceof IOException io) {
      return diskFull(io) ? "The disk is full: make room, then try again" : String.valueOf(io);
    }
    if (isExpected(failure)) {
      return String.valueOf(failure.getMessage());
    }
    throw failure;
  }

  private static boolean isBare(IOException cause) {
    return cause instanceof NoSuchFileException || diskFull(cause);
  }

  private static boolean diskFull(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("not enough space");
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof CliException
        || failure instanceof ClusterException
        || failure instanceof OperationFailedException
        || failure instanceof PathTooLongException
        || failure instanceof DemoFailedException
        || failure instanceof NodeUnreachableException;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }
}
