package org.quorama.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Opens files; {@link RealDisk} in production. Thread-safe. */
interface Disk {
  /** Opens a file for reading and writing, and creates it if absent. */
  ForcedFile open(Path file) throws IOException;

  /** Makes creations, renames and deletes in a directory durable. */
  void forceDirectory(Path directory) throws IOException;
}
