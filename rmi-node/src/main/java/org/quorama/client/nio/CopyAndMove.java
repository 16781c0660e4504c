package org.quorama.client.nio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.quorama.client.nio.FileCalls.Entry;

/** Copies and moves between two paths of one file system. Confined to its call. */
final class CopyAndMove {
  private final QuoramaFiles files;
  private final QuoramaPath from;
  private final QuoramaPath to;
  private final Set<CopyOption> options;

  CopyAndMove(QuoramaPath from, QuoramaPath to, CopyOption... options) {
    this.files = from.getFileSystem().files();
    this.from = from;
    this.to = to;
    this.options = Set.of(options);
  }

  /** Copies a file, or makes an empty directory for one. */
  void copy() throws IOException {
    if (options.contains(StandardCopyOption.ATOMIC_MOVE)) {
      throw new UnsupportedOperationException("A copy is not atomic: nothing is moved");
    }
    Entry source = files.stat(from);
    if (isSame()) {
      return;
    }
    makeWay();
    if (source.directory()) {
      files.createDirectory(to);
    } else {
      copyBytes();
    }
    if (options.contains(StandardCopyOption.COPY_ATTRIBUTES) && source.modifiedMillis() > 0) {
      files.setModified(to, source.modifiedMillis());
    }
  }

  private void copyBytes() throws IOException {
    OpenMode reads = OpenMode.of(Set.of(StandardOpenOption.READ));
    OpenMode makes = OpenMode.of(Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    try (FileChannel source = files.open(from, reads);
        FileChannel target = files.open(to, makes)) {
      long length = source.size();
      long done = 0;
      while (done < length) {
        long count = source.transferTo(done, length - done, target);
        if (count <= 0) {
          break; // it became shorter meanwhile
        }
        done += count;
      }
    }
  }

  /** Moves a file or a directory with all below it. */
  void move() throws IOException {
    if (isSame()) {
      files.stat(from);
      return;
    }
    if (options.contains(StandardCopyOption.ATOMIC_MOVE)) {
      moveAtomically();
      return;
    }
    files.stat(from);
    makeWay();
    files.rename(from, to);
  }

  /** One entry of the log moves it, and hides a file that was there before; no directory. */
  private void moveAtomically() throws IOException {
    try {
      files.replace(from, to);
    } catch (FileAlreadyExistsException e) {
      throw new AtomicMoveNotSupportedException(
          from.toString(),
          to.toString(),
          "one of both is a directory, and files only are replaced");
    }
  }

  private boolean isSame() throws IOException {
    return from.toFilePath().equals(to.toFilePath());
  }

  private void makeWay() throws IOException {
    if (options.contains(StandardCopyOption.REPLACE_EXISTING)) {
      try {
        files.delete(to);
      } catch (NoSuchFileException ignored) {
        // nothing is in the way
      }
    } else if (exists()) {
      throw new FileAlreadyExistsException(to.toString());
    }
  }

  private boolean exists() throws IOException {
    try {
      files.stat(to);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
