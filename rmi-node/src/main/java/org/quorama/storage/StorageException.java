package org.quorama.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells that the disk failed, or holds what a node must not use. The message says what to do. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What went wrong. */
  public enum Kind {
    /** The disk, or the user's share of it, is full. */
    NO_SPACE,
    /** Stored bytes are not those that were written. */
    CORRUPT,
    /** Another process uses the directory. */
    IN_USE,
    /** The directory belongs to another node or cluster. */
    FOREIGN,
    /** The chunk is not held, or not any more. */
    ABSENT,
    /** Reading or writing failed otherwise. */
    IO
  }

  StorageException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  StorageException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * Wraps a failure of the disk; a full disk becomes {@link Kind#NO_SPACE}.
   *
   * @param what what was being done, as in {@code "Writing /data/n1/raft"}
   * @param cause what the disk said
   */
  static StorageException of(String what, IOException cause) {
    if (isFull(cause)) {
      return new StorageException(
          Kind.NO_SPACE, what + " failed: the disk is full; free space, then restart", cause);
    }
    return new StorageException(
        Kind.IO,
        what + " failed: " + cause.getMessage() + "; check the disk and its permissions",
        cause);
  }

  private static boolean isFull(IOException cause) {
    String reason =
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    return text.contains("no space")
        || text.contains("not enough space")
        || text.contains("quota exceeded");
  }

  /** Returns what went wrong. */
  public Kind kind() {
    return kind;
  }
}
