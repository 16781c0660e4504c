package org.quorama.client.nio;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.quorama.client.nio.FileCalls.Entry;
import org.quorama.metadata.operation.FilePath;

/** What can be done with the paths of one file system. Thread-safe. */
final class QuoramaFiles {
  private final FileCalls calls;
  private final LongSupplier epochMillis;
  private final OpenFiles open = new OpenFiles();
  private final ProcessLocks locks = new ProcessLocks();

  /** The open channels, each with what gives its place among the streams back. */
  private final Map<QuoramaChannel, Runnable> channels = new ConcurrentHashMap<>();

  private volatile boolean closed;

  QuoramaFiles(FileCalls calls, LongSupplier epochMillis) {
    this.calls = calls;
    this.epochMillis = epochMillis;
  }

  private FilePath known(QuoramaPath path) throws FileSystemException {
    if (closed) {
      throw new ClosedFileSystemException();
    }
    return path.toFilePath();
  }

  /** Returns what a path is; a file that is being written is as long as its writers see it. */
  Entry stat(QuoramaPath path) throws IOException {
    FilePath file = known(path);
    Entry found = Failures.call(file, () -> calls.stat(file));
    long length =
        open.find(file)
            .map(it -> Math.max(found.lengthBytes(), it.knownSize()))
            .orElse(found.lengthBytes());
    return new Entry(file, found.directory(), length, found.modifiedMillis());
  }

  /** Returns the paths of what a directory holds, by name. */
  List<Path> list(QuoramaPath directory) throws IOException {
    FilePath path = known(directory);
    List<Path> paths = new ArrayList<>();
    for (Entry entry : Failures.call(path, () -> calls.list(path))) {
      paths.add(directory.resolve(entry.path().name()));
    }
    return paths;
  }

  void createDirectory(QuoramaPath path) throws IOException {
    FilePath directory = known(path);
    Failures.run(directory, () -> calls.makeDirectory(directory));
  }

  void delete(QuoramaPath path) throws IOException {
    FilePath file = known(path);
    Failures.run(file, () -> calls.delete(file));
    open.removed(file);
  }

  /** Moves a file or a tree to where nothing is. */
  void rename(QuoramaPath from, QuoramaPath to) throws IOException {
    FilePath source = known(from);
    FilePath target = known(to);
    open.send(source);
    Failures.run(source, target, () -> calls.rename(source, target));
    open.moved(source, target);
  }

  /** Moves a file to where another file may be, in one step. */
  void replace(QuoramaPath from, QuoramaPath to) throws IOException {
    FilePath source = known(from);
    FilePath target = known(to);
    open.send(source);
    Failures.run(source, target, () -> calls.replace(source, target));
    open.removed(target);
    open.moved(source, target);
  }

  void setModified(QuoramaPath path, long millis) throws IOException {
    FilePath file = known(path);
    Failures.run(file, () -> calls.setModified(file, millis));
  }

  FileCalls.Space space() throws IOException {
    return Failures.call(FilePath.ROOT, calls::space);
  }

  /** Opens a file, or a directory that is only read, which means only forced. */
  QuoramaChannel open(QuoramaPath path, OpenMode mode) throws IOException {
    FilePath file = known(path);
    Runnable place = Failures.call(file, () -> calls.takePlace(file));
    boolean isOpen = false;
    try {
      QuoramaChannel channel = channel(path, mode);
      channels.put(channel, place);
      isOpen = true;
      truncate(channel);
      return channel;
    } finally {
      if (!isOpen) {
        place.run();
      }
    }
  }

  private QuoramaChannel channel(QuoramaPath path, OpenMode mode) throws IOException {
    FilePath place = path.toFilePath();
    boolean isNew = mode.mustCreate() || (mode.mayCreate() && !exists(path));
    if (isNew) {
      create(place, mode);
    }
    Entry entry = isNew ? new Entry(place, false, 0, 0) : stat(path);
    if (entry.directory() && mode.writes()) {
      throw new FileSystemException(place.toString(), null, "Is a directory");
    }
    OpenFile file = open.acquire(place, () -> new OpenFile(calls, epochMillis, entry));
    if (isNew) {
      file.created();
    }
    return new QuoramaChannel(file, mode, locks, this::closed);
  }

  private boolean exists(QuoramaPath path) throws IOException {
    try {
      stat(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void create(FilePath path, OpenMode mode) throws IOException {
    try {
      Failures.run(path, () -> calls.createFile(path));
    } catch (FileAlreadyExistsException e) {
      if (mode.mustCreate()) {
        throw e;
      }
    }
  }

  private void truncate(QuoramaChannel channel) throws IOException {
    boolean done = false;
    try {
      if (channel.mode().truncates() && channel.file().knownSize() > 0) {
        channel.file().truncate(0);
      }
      done = true;
    } finally {
      if (!done) {
        closed(channel);
      }
    }
  }

  private void closed(QuoramaChannel channel) throws IOException {
    Runnable place = channels.remove(channel);
    if (place != null) {
      place.run();
    }
    open.release(channel.file());
    if (channel.mode().deletesOnClose()) {
      FilePath path = channel.file().path();
      Failures.run(path, () -> calls.delete(path));
      open.removed(path);
    }
  }

  /** Closes all channels, then the connection. */
  void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    IOException failure = null;
    for (QuoramaChannel channel : List.copyOf(channels.keySet())) {
      try {
        channel.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    calls.close();
    if (failure != null) {
      throw failure;
    }
  }
}
