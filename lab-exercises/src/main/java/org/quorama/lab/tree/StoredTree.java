package org.quorama.lab.tree;

import java.util.ArrayList;
import java.util.List;
import org.quorama.client.QuoramaClient;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Attributes;

/**
 * What a stored directory holds, with all below it. Immutable.
 *
 * @param directories all directories, the root first, each before what is in it
 * @param files all files
 * @param bytes the lengths of all files together
 */
record StoredTree(List<FilePath> directories, List<Attributes> files, long bytes) {
  StoredTree {
    directories = List.copyOf(directories);
    files = List.copyOf(files);
  }

  /** Looks at a directory, level by level, some directories at once. */
  static StoredTree of(QuoramaClient client, FilePath root, Parallel workers) {
    List<FilePath> directories = new ArrayList<>();
    List<Attributes> files = new ArrayList<>();
    List<FilePath> level = List.of(root);
    while (!level.isEmpty()) {
      directories.addAll(level);
      List<Attributes> found = new ArrayList<>();
      workers.forEach(
          level,
          directory -> {
            List<Attributes> entries = client.list(directory);
            synchronized (found) {
              found.addAll(entries);
            }
          });
      found.stream().filter(it -> !it.directory()).forEach(files::add);
      level = found.stream().filter(Attributes::directory).map(Attributes::path).sorted().toList();
    }
    return new StoredTree(
        directories, files, files.stream().mapToLong(Attributes::lengthBytes).sum());
  }
}
