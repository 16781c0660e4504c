package org.quorama.storage;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.storage.disk.Disk;
import org.quorama.storage.disk.ForcedFile;

/**
 * The files of the replicas, by name: {@code 00000000000000a1.chunk}, beside it {@code .redo} once
 * durable blocks were written over, and {@code .new} while a replica is copied. What was deleted is
 * {@code .spare} until it is a new replica. Thread-safe.
 */
final class ChunkFiles implements Closeable {
  private static final String CHUNK = ".chunk";
  private static final String REDO = ".redo";
  private static final String NEW = ".new";
  private static final String SPARE = ".spare";
  private static final int MAX_OPEN = 256;

  private final Path directory;
  private final Disk disk;
  private final OpenFiles open;
  private final SpareFiles spares;

  /** Counts the changes of the directory that are to be forced. */
  private final AtomicLong changes = new AtomicLong();

  /** Held while the directory is forced. */
  private final Object forcing = new Object();

  /** Up to which change the directory is durable; guarded by {@link #forcing}. */
  private long forced;

  private ChunkFiles(Path directory, Disk disk, SpareFiles spares) {
    this.directory = directory;
    this.disk = disk;
    this.spares = spares;
    this.open = new OpenFiles(id -> disk.open(path(id, CHUNK)), MAX_OPEN);
  }

  /**
   * Opens the directory; nothing in it is looked at yet.
   *
   * @param spareBytes how much the files of deleted replicas may take that wait for new ones
   * @param leastBytes how much data each of them had at least
   */
  static ChunkFiles open(Path home, Disk disk, long spareBytes, int leastBytes) throws IOException {
    Path directory = home.resolve("chunks");
    disk.makeDirectory(directory);
    disk.forceDirectory(home);
    SpareFiles spares = new SpareFiles(directory, disk, spareBytes, leastBytes, System::nanoTime);
    return new ChunkFiles(directory, disk, spares);
  }

  SpareFiles spares() {
    return spares;
  }

  /** Returns how many bytes there is room for: spare files give way. */
  long bytesFree() {
    return spares.roomWith(disk.bytesFree(directory));
  }

  /**
   * Finds every replica; what a crash left of an unfinished creation or delete is removed, durably:
   * a redo must not come back once there is a replica again.
   */
  Map<ChunkId, ChunkRecovery.Found> scan() throws IOException {
    Map<ChunkId, ChunkRecovery.Found> found = new TreeMap<>();
    List<String> names = disk.list(directory);
    Set<String> all = new HashSet<>(names);
    for (String name : names) {
      ChunkId id = idOf(name);
      if (id != null && name.endsWith(CHUNK)) {
        scan(id, all.contains(nameOf(id, REDO)), found);
      } else if (id != null && !(name.endsWith(REDO) && all.contains(nameOf(id, CHUNK)))) {
        disk.delete(directory.resolve(name));
      }
    }
    force();
    return found;
  }

  private void scan(ChunkId id, boolean hasRedo, Map<ChunkId, ChunkRecovery.Found> found)
      throws IOException {
    Redo redo = null;
    if (hasRedo) {
      try (ForcedFile file = openRedo(id)) {
        redo = Redo.read(file);
      }
    }
    ChunkRecovery.Found replica;
    boolean isNone;
    try (ForcedFile file = disk.open(path(id, CHUNK))) {
      replica = ChunkRecovery.recover(id, file, redo);
      isNone = file.size() <= ChunkMeta.DATA || ChunkMeta.isOfAnother(file, id);
    }
    if (replica != null) {
      found.put(id, replica);
    } else if (isNone) {
      disk.delete(path(id, CHUNK));
    } else {
      System.getLogger(ChunkFiles.class.getName())
          .log(Level.WARNING, "Replica {0} has no readable version: not used", path(id, CHUNK));
    }
  }

  private static @Nullable ChunkId idOf(String name) {
    int dot = name.lastIndexOf('.');
    try {
      return new ChunkId(HexFormat.fromHexDigitsToLong(name, 0, Math.max(0, dot)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Makes the file of a new replica, whatever has its name: a spare one if there is one and much to
   * write, else an empty one. Its name is not durable yet.
   *
   * @return the length of the spare one, 0 if it is new
   */
  long make(ChunkId id, long firstBytes) throws IOException {
    open.retire(id);
    long spare = spares.take(id, firstBytes, path(id, CHUNK));
    if (spare == 0) {
      try (OpenFiles.Handle handle = open.lend(id)) {
        handle.file.truncate(0);
      }
    }
    return spare;
  }

  /** Lends the open file of a replica. */
  OpenFiles.Handle lend(ChunkId id) throws IOException {
    return open.lend(id);
  }

  ForcedFile openRedo(ChunkId id) throws IOException {
    return disk.open(path(id, REDO));
  }

  /** Opens the file of a replica that is being copied, empty. */
  ForcedFile openNew(ChunkId id) throws IOException {
    ForcedFile file = disk.open(path(id, NEW));
    file.truncate(0);
    return file;
  }

  /**
   * Puts the copy in place of what was there before; durable on return. A redo is gone before, for
   * the copy counts its writes anew: after a crash, that redo could pass for one of its own.
   */
  void installNew(ChunkId id, boolean hadRedo) throws IOException {
    open.retire(id);
    if (hadRedo) {
      disk.delete(path(id, REDO));
      force();
    }
    disk.rename(path(id, NEW), path(id, CHUNK));
    force();
  }

  void deleteNew(ChunkId id) throws IOException {
    disk.delete(path(id, NEW));
  }

  /** Makes creations and deletes durable; one force does it for all who wait. */
  void force() throws IOException {
    long mine = changes.incrementAndGet();
    synchronized (forcing) {
      if (forced < mine) {
        long all = changes.get();
        disk.forceDirectory(directory);
        forced = all;
      }
    }
  }

  /**
   * Deletes a replica, or makes a spare file of it. The replica goes first: a redo alone is none.
   *
   * @param fileBytes how long its file is
   */
  void delete(ChunkId id, boolean hasRedo, long fileBytes) throws IOException {
    open.retire(id);
    boolean isSpare = spares.reserve(id, fileBytes);
    if (isSpare) {
      disk.rename(path(id, CHUNK), path(id, SPARE));
    } else {
      disk.delete(path(id, CHUNK));
    }
    if (hasRedo) {
      disk.delete(path(id, REDO));
    }
    force();
    if (isSpare) {
      spares.add(id, path(id, SPARE), fileBytes);
    }
  }

  private Path path(ChunkId id, String suffix) {
    return directory.resolve(nameOf(id, suffix));
  }

  private static String nameOf(ChunkId id, String suffix) {
    return HexFormat.of().toHexDigits(id.value()) + suffix;
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
