package org.quorama.client.nio;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.quorama.metadata.operation.FilePath;

/** The files that channels of this process have open, by path. Thread-safe. */
final class OpenFiles {
  private final Map<FilePath, OpenFile> files = new HashMap<>();
  private final Map<OpenFile, Integer> users = new HashMap<>();

  /** Returns the open file of a path for one more channel. */
  synchronized OpenFile acquire(FilePath path, Supplier<OpenFile> made) {
    OpenFile file = files.computeIfAbsent(path, absent -> made.get());
    users.merge(file, 1, Integer::sum);
    return file;
  }

  /** Takes note that a channel closed. */
  synchronized void release(OpenFile file) {
    if (users.merge(file, -1, Integer::sum) == 0) {
      users.remove(file);
      files.remove(file.path(), file);
    }
  }

  synchronized Optional<OpenFile> find(FilePath path) {
    return Optional.ofNullable(files.get(path));
  }

  /** Takes note that this process removed a file. */
  void removed(FilePath path) {
    Optional<OpenFile> file = find(path);
    file.ifPresent(OpenFile::removed);
    file.ifPresent(it -> forget(path, it));
  }

  private synchronized void forget(FilePath path, OpenFile file) {
    files.remove(path, file);
  }

  /** Sends what waits for a path or below it. */
  void send(FilePath path) throws IOException {
    for (OpenFile file : below(path)) {
      file.send();
    }
  }

  /** Takes note that this process moved a file or a tree. */
  synchronized void moved(FilePath from, FilePath to) {
    for (OpenFile file : below(from)) {
      files.remove(file.path());
      file.moved(file.path().moved(from, to));
      files.put(file.path(), file);
    }
  }

  private synchronized List<OpenFile> below(FilePath path) {
    return files.values().stream().filter(file -> file.path().startsWith(path)).toList();
  }
}
