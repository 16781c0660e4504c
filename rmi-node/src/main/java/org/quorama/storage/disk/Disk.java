package org.quorama.storage.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens, names and removes files; {@link RealDisk} in production. What changes in a directory is
 * durable once the directory was forced. Thread-safe.
 */
public interface Disk {
  /**
   * Opens a file for reading and writing, and creates it if absent.
   *
   * @param file which
   * @throws IOException if it cannot be opened
   */
  ForcedFile open(Path file) throws IOException;

  /**
   * Makes creations, renames and deletes in a directory durable.
   *
   * @param directory which
   * @throws IOException if the disk failed
   */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Makes a directory, unless it is there; its parent must be.
   *
   * @param directory which
   * @throws IOException if it cannot be made
   */
  void makeDirectory(Path directory) throws IOException;

  /**
   * Returns the names of the files in a directory, sorted.
   *
   * @param directory which
   * @throws IOException if it cannot be read
   */
  List<String> list(Path directory) throws IOException;

  /**
   * Gives a file another name, in one step, in place of a file that had it.
   *
   * @param from its name
   * @param to the other one
   * @throws IOException if it still has the old one
   */
  void rename(Path from, Path to) throws IOException;

  /**
   * Returns how many bytes the disk of a directory could still take.
   *
   * @param directory which
   */
  default long bytesFree(Path directory) {
    return directory.toFile().getUsableSpace();
  }

  /**
   * Removes a file that is there.
   *
   * @param file which
   * @throws IOException if it cannot be removed
   */
  void delete(Path file) throws IOException;
}
