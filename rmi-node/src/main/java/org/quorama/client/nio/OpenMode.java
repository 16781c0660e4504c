package org.quorama.client.nio;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a file is opened. Immutable.
 *
 * @param options the options that mean something here
 */
record OpenMode(Set<StandardOpenOption> options) {
  /** Reads the options as {@code Files.newByteChannel} takes them. */
  static OpenMode of(Set<? extends OpenOption> wanted) {
    EnumSet<StandardOpenOption> options = EnumSet.noneOf(StandardOpenOption.class);
    for (OpenOption option : wanted) {
      if (option instanceof StandardOpenOption standard) {
        options.add(standard);
      } else if (option != LinkOption.NOFOLLOW_LINKS) {
        throw new UnsupportedOperationException("A quorama file system knows no " + option);
      }
    }
    if (options.contains(APPEND)) {
      options.add(WRITE);
    }
    if (!options.contains(WRITE)) {
      options.add(READ);
    }
    boolean appends = options.contains(APPEND);
    if (appends && (options.contains(READ) || options.contains(TRUNCATE_EXISTING))) {
      throw new IllegalArgumentException("APPEND goes neither with READ nor with truncation");
    }
    return new OpenMode(Set.copyOf(options));
  }

  boolean reads() {
    return options.contains(READ);
  }

  boolean writes() {
    return options.contains(WRITE);
  }

  boolean appends() {
    return options.contains(APPEND);
  }

  boolean truncates() {
    return writes() && options.contains(TRUNCATE_EXISTING);
  }

  boolean mustCreate() {
    return writes() && options.contains(CREATE_NEW);
  }

  boolean mayCreate() {
    return writes() && options.contains(CREATE);
  }

  boolean deletesOnClose() {
    return options.contains(DELETE_ON_CLOSE);
  }

  /** Tells whether every write is to be durable when it returns. */
  boolean syncs() {
    return options.contains(SYNC) || options.contains(DSYNC);
  }
}
