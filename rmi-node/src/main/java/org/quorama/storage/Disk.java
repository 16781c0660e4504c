package org.quorama.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens, names and removes files; {@link RealDisk} in production. What changes in a directory is
 * durable once the directory was forced. Thread-safe.
 */
interface Disk {
  /** Opens a file for reading and writing, and creates it if absent. */
  ForcedFile open(Path file) throws IOException;

  /** Makes creations, renames and deletes in a directory durable. */
  void forceDirectory(Path directory) throws IOException;

  /** Makes a directory, unless it is there; its parent must be. */
  void makeDirectory(Path directory) throws IOException;

  /** Returns the names of the files in a directory, sorted. */
  List<String> list(Path directory) throws IOException;

  /** Gives a file another name, in one step, in place of a file that had it. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file that is there. */
  void delete(Path file) throws IOException;
}
