package org.quorama.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.quorama.storage.disk.Disk;
import org.quorama.storage.disk.ForcedFile;

/**
 * The directory of Raft's files. A file appears in it whole or not at all, and what is removed is
 * removed for good when the method returns.
 *
 * @param directory where
 * @param disk on what
 */
record RaftFiles(Path directory, Disk disk) {
  private static final String UNFINISHED = ".new";

  /** Writes what a new file holds. */
  interface Content {
    void writeTo(ForcedFile file) throws IOException;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  ForcedFile open(String name) throws IOException {
    return disk.open(path(name));
  }

  List<String> names() throws IOException {
    return disk.list(directory);
  }

  /** Makes a file, or replaces it: written and forced under another name, then renamed. */
  void create(String name, Content content) throws IOException {
    Path unfinished = path(name + UNFINISHED);
    try (ForcedFile file = disk.open(unfinished)) {
      content.writeTo(file);
      file.force();
    }
    disk.rename(unfinished, path(name));
    disk.forceDirectory(directory);
  }

  void delete(String name) throws IOException {
    disk.delete(path(name));
    disk.forceDirectory(directory);
  }

  /** Removes what a crash left of files that were being made. */
  void deleteUnfinished() throws IOException {
    for (String name : names()) {
      if (name.endsWith(UNFINISHED)) {
        delete(name);
      }
    }
  }
}
