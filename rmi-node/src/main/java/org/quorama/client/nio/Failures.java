package org.quorama.client.nio;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.client.OperationFailedException;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Outcome;

/** Turns the failures of the cluster into those that {@code java.nio.file} names. */
final class Failures {
  private Failures() {}

  /** Calls the cluster. */
  static <T> T call(FilePath path, Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (OperationFailedException e) {
      throw of(e, path, null);
    }
  }

  /** Calls the cluster for what has no value. */
  static void run(FilePath path, Runnable call) throws IOException {
    run(path, null, call);
  }

  /** Calls the cluster for what concerns two paths. */
  static void run(FilePath path, @Nullable FilePath other, Runnable call) throws IOException {
    try {
      call.run();
    } catch (OperationFailedException e) {
      throw of(e, path, other);
    }
  }

  private static IOException of(
      OperationFailedException e, FilePath path, @Nullable FilePath other) {
    IOException failure = named(e, path, other);
    failure.initCause(e);
    return failure;
  }

  private static IOException named(
      OperationFailedException e, FilePath path, @Nullable FilePath other) {
    String file = path.toString();
    String second = other == null ? null : other.toString();
    if (e.outcome() == Outcome.UNKNOWN) {
      return new FileSystemException(
          file, second, "unknown whether it happened: " + e.getMessage());
    }
    return switch (e.code()) {
      case NOT_FOUND -> new NoSuchFileException(file, second, e.getMessage());
      case EXISTS ->
          new FileAlreadyExistsException(second == null ? file : second, null, e.getMessage());
      case NOT_A_DIRECTORY -> new NotDirectoryException(file);
      case NOT_EMPTY -> new DirectoryNotEmptyException(file);
      case READ_ONLY -> new AccessDeniedException(file, second, e.getMessage());
      case PATH_TOO_LONG ->
          new FileSystemException(file, second, "path too long: " + e.getMessage());
      case NO_SPACE -> new FileSystemException(file, second, "no space left: " + e.getMessage());
      default -> new FileSystemException(file, second, e.getMessage());
    };
  }
}
