package org.quorama.lab.tree;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Attributes;

/**
 * Reads a stored directory with all below it into a local one, every byte checked. What is there
 * already and equal is left as it is. Confined to one thread, but for its workers.
 */
public final class TreeDownload {
  private final QuoramaClient client;
  private final TreeOptions options;
  private final Attempts attempts;

  /**
   * Makes one.
   *
   * @param client where from
   * @param options how
   */
  public TreeDownload(QuoramaClient client, TreeOptions options) {
    this.client = client;
    this.options = options;
    this.attempts = new Attempts(options.tries());
  }

  /**
   * Reads all.
   *
   * @param from a stored directory
   * @param to the local directory that will hold what it holds; made if it does not exist
   * @param progress hears how many bytes of all are through
   * @return what became of it; failures of single files are in it
   * @throws OperationFailedException if the directory cannot be listed
   */
  public TreeReport run(FilePath from, Path to, TransferProgress progress) {
    try (Parallel workers = new Parallel(options.parallel())) {
      StoredTree tree = StoredTree.of(client, from, workers);
      Tally tally = new Tally(progress, tree.bytes());
      for (FilePath directory : tree.directories()) {
        attempts.run(directory, tally, () -> makeDirectory(target(from, directory, to)));
      }
      workers.forEach(
          tree.files(),
          file -> {
            TransferProgress heard = tally.ofOneFile();
            attempts.run(
                file.path(), tally, () -> fetch(file, target(from, file.path(), to), tally, heard));
          });
      return tally.report();
    }
  }

  /** Returns where a stored path goes; throws IllegalArgumentException for names no disk has. */
  private static Path target(FilePath from, FilePath stored, Path to) {
    Path target = to;
    for (String name : stored.names().subList(from.names().size(), stored.names().size())) {
      target = target.resolve(name);
    }
    if (!target.normalize().startsWith(to.normalize())) {
      throw new IllegalArgumentException("Its name leaves the directory here");
    }
    return target;
  }

  private static void makeDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the directory", e);
    }
  }

  private void fetch(Attributes file, Path to, Tally tally, TransferProgress progress) {
    if (Files.exists(to) && !options.replace()) {
      compare(file, to, tally, progress);
      return;
    }
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try {
      read(file.path(), part, progress);
      Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + to, e);
    }
    tally.moved(file.lengthBytes());
  }

  private void compare(Attributes file, Path local, Tally tally, TransferProgress progress) {
    if (length(local) != file.lengthBytes()
        || !StoredContent.isBeginningOf(local, client, file.path())) {
      throw new IllegalArgumentException(
          local + " has other bytes: remove it, or use --force to replace it");
    }
    progress.advanced(new TransferProgress.Standing(file.lengthBytes(), file.lengthBytes()));
    tally.foundEqual();
  }

  private static long length(Path local) {
    try {
      return Files.size(local);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + local, e);
    }
  }

  private void read(FilePath from, Path part, TransferProgress progress) throws IOException {
    try (OutputStream out = Files.newOutputStream(part)) {
      client.get(from, out, progress);
    }
  }
}
