package org.quorama.lab.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.lab.tree.LocalTree.LocalFile;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * Stores a local directory with all below it. What is stored already and equal is left as it is,
 * what is its beginning is continued: the same again goes on where it was interrupted. Confined to
 * one thread, but for its workers.
 */
public final class TreeUpload {
  private final QuoramaClient client;
  private final TreeOptions options;
  private final Attempts attempts;

  /**
   * Makes one.
   *
   * @param client where to
   * @param options how
   */
  public TreeUpload(QuoramaClient client, TreeOptions options) {
    this.client = client;
    this.options = options;
    this.attempts = new Attempts(options.tries());
  }

  /**
   * Stores all.
   *
   * @param from a local directory
   * @param to the directory that will hold what it holds; made if it does not exist, its parent is
   *     not
   * @param progress hears how many bytes of all are through
   * @return what became of it; failures of single files are in it
   * @throws UncheckedIOException if the directory cannot be looked at
   */
  public TreeReport run(Path from, FilePath to, TransferProgress progress) {
    LocalTree tree = look(from);
    Tally tally = new Tally(progress, tree.bytes());
    tree.others().forEach(other -> tally.skipped(other + ": neither a file nor a directory"));
    try (Parallel workers = new Parallel(options.parallel())) {
      for (List<Path> level : byDepth(tree.directories())) {
        workers.forEach(
            level, dir -> attempts.run(dir, tally, () -> makeDirectory(target(from, dir, to))));
      }
      workers.forEach(
          tree.files(),
          file -> {
            TransferProgress heard = tally.ofOneFile();
            attempts.run(
                file.path(), tally, () -> store(file, target(from, file.path(), to), tally, heard));
          });
    }
    return tally.report();
  }

  private static LocalTree look(Path from) {
    try {
      return LocalTree.of(from);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + from, e);
    }
  }

  private static Collection<List<Path>> byDepth(List<Path> directories) {
    Map<Integer, List<Path>> levels =
        directories.stream()
            .collect(Collectors.groupingBy(Path::getNameCount, TreeMap::new, Collectors.toList()));
    return levels.values();
  }

  /** Returns where a local path goes; throws IllegalArgumentException for names no path has. */
  private static FilePath target(Path from, Path local, FilePath to) {
    FilePath target = to;
    for (Path name : from.relativize(local)) {
      target = name.toString().isEmpty() ? target : target.resolve(name.toString());
    }
    return target;
  }

  private void makeDirectory(FilePath path) {
    if (path.equals(FilePath.ROOT)) {
      return;
    }
    OperationReply reply = client.perform(new FileOperation.MakeDirectory(path));
    boolean there =
        reply.outcome() == Outcome.OK
            || (client.perform(new FileOperation.Stat(path)).value() instanceof Attributes found
                && found.directory());
    if (!there) {
      client.require(new FileOperation.MakeDirectory(path));
    }
  }

  /** Puts a file; if one of its name is there, perhaps of an earlier attempt, looks at it. */
  private void store(LocalFile file, FilePath to, Tally tally, TransferProgress progress) {
    try {
      put(file, to, progress);
      tally.moved(file.length());
    } catch (OperationFailedException e) {
      if (e.code() != ErrorCode.EXISTS) {
        throw e;
      }
      Attributes stored = client.stat(to);
      if (stored.directory()) {
        throw e;
      }
      compare(file, stored, tally, progress);
    }
  }

  private void compare(LocalFile file, Attributes stored, Tally tally, TransferProgress progress) {
    boolean begins =
        stored.lengthBytes() <= file.length()
            && StoredContent.isBeginningOf(file.path(), client, stored.path());
    if (begins && stored.lengthBytes() == file.length()) {
      progress.advanced(new TransferProgress.Standing(file.length(), file.length()));
      tally.foundEqual();
    } else if (begins) {
      resume(file, stored.path(), progress);
      tally.moved(file.length() - stored.lengthBytes());
    } else if (options.replace()) {
      client.require(new FileOperation.Delete(stored.path()));
      put(file, stored.path(), progress);
      tally.moved(file.length());
    } else {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.INVALID,
          stored.path() + " is stored with other bytes: remove it, or use --force to replace it");
    }
  }

  private void put(LocalFile file, FilePath to, TransferProgress progress) {
    try (InputStream in = Files.newInputStream(file.path())) {
      client.put(in, file.length(), to, options.sync(), progress);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read it", e);
    }
  }

  private void resume(LocalFile file, FilePath to, TransferProgress progress) {
    try (InputStream in = Files.newInputStream(file.path())) {
      client.resume(in, file.length(), to, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read it", e);
    }
  }
}
