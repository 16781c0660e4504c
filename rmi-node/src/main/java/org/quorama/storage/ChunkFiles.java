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
 * durable blocks were written over, and {@code .new} while a replica is copied. Thread-safe.
 */
final class ChunkFiles implements Closeable {
  private static final String CHUNK = ".chunk";
  private static final String REDO = ".redo";
  private static final String NEW = ".new";
  private static final int MAX_OPEN = 256;

  private final Path directory;
  private final Disk disk;
  private final OpenFiles open;

  /** Counts the changes of the directory that are to be forced. */
  private final AtomicLong changes = new AtomicLong();

  /** Held while the directory is forced. */
  private final Object forcing = new Object();

  /** Up to which change the directory is durable; guarded by {@link #forcing}. */
  private long forced;

  private ChunkFiles(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
    this.open = new OpenFiles(id -> disk.open(path(id, CHUNK)), MAX_OPEN);
  }

  static ChunkFiles open(Path home, Disk disk) throws IOException {
    Path directory = home.resolve("chunks");
    disk.makeDirectory(directory);
    disk.forceDirectory(home);
    return new ChunkFiles(directory, disk);
  }

  Disk disk() {
    return disk;
  }

  Path directory() {
    return directory;
  }

  /** Finds every replica; what a crash left of an unfinished creation or delete is removed. */
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
    boolean isEmpty;
    try (ForcedFile file = disk.open(path(id, CHUNK))) {
      replica = ChunkRecovery.recover(file, redo);
      isEmpty = file.size() <= ChunkMeta.DATA;
    }
    if (replica != null) {
      found.put(id, replica);
    } else if (isEmpty) {
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

  /** Puts the copy in place of what was there before; durable on return. */
  void installNew(ChunkId id, boolean hadRedo) throws IOException {
    open.retire(id);
    if (hadRedo) {
      disk.delete(path(id, REDO));
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

  /** Deletes the replica first: a redo alone is none. */
  void delete(ChunkId id, boolean hasRedo) throws IOException {
    open.retire(id);
    disk.delete(path(id, CHUNK));
    if (hasRedo) {
      disk.delete(path(id, REDO));
    }
    force();
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
