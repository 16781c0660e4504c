package org.quorama.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.storage.disk.Disk;
import org.quorama.storage.disk.ForcedFile;

/**
 * A disk in memory that can fail at any operation. After a power failure it holds what was forced,
 * and of the rest any sectors and any of the changes in its directories.
 */
final class CrashDisk implements Disk {
  private static final int SECTOR = 512;

  private final Random random;
  private final TreeSet<Path> directories = new TreeSet<>();
  private final Map<Path, Content> durable = new TreeMap<>();
  private final List<Change> unforced = new ArrayList<>();
  private Map<Path, Content> visible = new TreeMap<>();
  private long operations;
  private long failAt = Long.MAX_VALUE;
  private Failure failure = Failure.CRASH;
  private boolean isDown;

  /** What the operation that fails is like. */
  enum Failure {
    /** It happens or not, and none works after it. */
    CRASH,
    /** It does not happen; those after it work. */
    ERROR
  }

  /** A change in a directory; what is null was not there before, or is not there any more. */
  private record Change(
      Path directory, @Nullable Path gone, @Nullable Path there, @Nullable Content content) {
    void applyTo(Map<Path, Content> names) {
      if (gone != null) {
        names.remove(gone);
      }
      if (there != null && content != null) {
        names.put(there, content);
      }
    }
  }

  CrashDisk(Random random, Path home) {
    this.random = random;
    directories.add(home);
  }

  /** Returns how many operations there were that can fail. */
  long operations() {
    return operations;
  }

  void failAfter(long count, Failure how) {
    failAt = operations + count;
    failure = how;
  }

  boolean hasFailed() {
    return operations >= failAt;
  }

  /** The process ended, and starts again: all is as it looked. */
  void restart() {
    isDown = false;
    failAt = Long.MAX_VALUE;
  }

  /** The power went, and comes again. */
  void loseUnforced() {
    restart();
    unforced.removeIf(change -> random.nextBoolean());
    unforced.forEach(change -> change.applyTo(durable));
    unforced.clear();
    durable.values().forEach(Content::loseUnforced);
    visible = new TreeMap<>(durable);
  }

  private interface Operation {
    void run() throws IOException;
  }

  private void run(Operation operation) throws IOException {
    operations++;
    if (isDown) {
      throw new IOException("the disk is gone");
    }
    if (operations == failAt) {
      isDown = failure == Failure.CRASH;
      if (isDown && random.nextBoolean()) {
        operation.run();
      }
      throw new IOException("failed on purpose");
    }
    operation.run();
  }

  private void change(Change change) {
    change.applyTo(visible);
    unforced.add(change);
  }

  @Override
  public ForcedFile open(Path file) throws IOException {
    if (!visible.containsKey(file)) {
      run(() -> change(new Change(parent(file), null, file, new Content())));
    }
    return new OpenFile(content(file));
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private Content content(Path file) throws IOException {
    Content content = visible.get(file);
    if (content == null) {
      throw new FileNotFoundException(file.toString());
    }
    return content;
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    run(
        () -> {
          unforced.stream()
              .filter(change -> change.directory().equals(directory))
              .forEach(change -> change.applyTo(durable));
          unforced.removeIf(change -> change.directory().equals(directory));
        });
  }

  @Override
  public void makeDirectory(Path directory) {
    directories.add(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new FileNotFoundException(directory.toString());
    }
    return visible.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .map(file -> String.valueOf(file.getFileName()))
        .toList();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Content content = content(from);
    run(() -> change(new Change(parent(from), from, to, content)));
  }

  @Override
  public long bytesFree(Path directory) {
    return Long.MAX_VALUE;
  }

  @Override
  public void delete(Path file) throws IOException {
    content(file);
    run(() -> change(new Change(parent(file), file, null, null)));
  }

  private final class Content {
    private final TreeSet<Integer> dirty = new TreeSet<>();
    private byte[] now = new byte[0];
    private byte[] forced = new byte[0];

    void put(byte[] bytes, int at) {
      now = Arrays.copyOf(now, Math.max(now.length, at + bytes.length));
      System.arraycopy(bytes, 0, now, at, bytes.length);
      for (int i = at / SECTOR; i * SECTOR < at + bytes.length; i++) {
        dirty.add(i);
      }
    }

    void force() {
      forced = now.clone();
      dirty.clear();
    }

    void loseUnforced() {
      int size = random.nextBoolean() ? now.length : forced.length;
      byte[] left = Arrays.copyOf(forced, size);
      for (int sector : dirty) {
        int from = sector * SECTOR;
        int length = Math.min(SECTOR, Math.min(size, now.length) - from);
        if (length > 0 && random.nextBoolean()) {
          System.arraycopy(now, from, left, from, length);
        }
      }
      now = left;
      force();
    }
  }

  private final class OpenFile implements ForcedFile {
    private final Content content;

    OpenFile(Content content) {
      this.content = content;
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      byte[] bytes = new byte[from.remaining()];
      from.get(bytes);
      run(() -> content.put(bytes, (int) at));
    }

    @Override
    public int read(ByteBuffer into, long at) {
      int count = Math.max(0, Math.min(into.remaining(), content.now.length - (int) at));
      into.put(content.now, Math.min((int) at, content.now.length), count);
      return count;
    }

    @Override
    public void force() throws IOException {
      run(content::force);
    }

    @Override
    public long size() {
      return content.now.length;
    }

    @Override
    public void truncate(long size) throws IOException {
      run(() -> content.now = Arrays.copyOf(content.now, (int) Math.min(size, content.now.length)));
    }

    @Override
    public void close() {}
  }
}
