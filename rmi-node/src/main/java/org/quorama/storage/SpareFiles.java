package org.quorama.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.quorama.chunk.ChunkId;
import org.quorama.storage.disk.Disk;

/**
 * Files of deleted replicas that wait to be the files of new ones. To write over a file costs the
 * system a fraction of what a new one costs: its blocks are allocated, its pages in memory. Those
 * that wait long go: the system would soon write their pages to the disk, for nobody. Thread-safe.
 *
 * <p>Invariant: a file goes only to a chunk with a greater id than all whose file it was, so
 * whatever it still holds of those is known to be foreign, by the id in its {@link ChunkMeta}.
 */
final class SpareFiles {
  private static final System.Logger LOG = System.getLogger(SpareFiles.class.getName());

  /** A file is kept while the disk has room for so many times as much as all of them may take. */
  private static final int ROOM = 4;

  /** Who deletes much to write much does so at once. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So many that waited too long go together: each takes a while. */
  static final int AT_ONCE = 4;

  private final Path directory;
  private final Disk disk;
  private final long limitBytes;

  /** Files for less are not worth it, and less is not written to them. */
  private final long leastBytes;

  private final LongSupplier nanoClock;

  /** Oldest first; guarded by this. */
  private final ArrayDeque<Spare> spares = new ArrayDeque<>();

  /** The bytes of all, and of those that were taken and are not settled; guarded by this. */
  private long bytes;

  /** One of them, the chunk that it was last, and since when it waits. */
  private record Spare(ChunkId last, Path file, long bytes, long sinceNanos) {}

  /**
   * Begins with none.
   *
   * @param limitBytes how much they may take together, 0 for none at all
   * @param leastBytes how much data a file, and the first write to a chunk, must have
   * @param nanoClock tells how long they wait
   */
  SpareFiles(Path directory, Disk disk, long limitBytes, long leastBytes, LongSupplier nanoClock) {
    this.directory = directory;
    this.disk = disk;
    this.limitBytes = limitBytes;
    this.leastBytes = leastBytes;
    this.nanoClock = nanoClock;
  }

  /** Takes the room for a file, if it may be kept. */
  synchronized boolean reserve(ChunkId last, long size) {
    boolean fits =
        size - ChunkMeta.DATA >= leastBytes
            && bytes + size <= limitBytes
            && spares.stream().noneMatch(spare -> spare.last().equals(last))
            && !isScarce(disk.bytesFree(directory));
    bytes += fits ? size : 0;
    return fits;
  }

  private boolean isScarce(long free) {
    return free / ROOM < limitBytes;
  }

  /** Adds a file whose room is reserved, once it is durable that it is no replica any more. */
  synchronized void add(ChunkId last, Path file, long size) {
    spares.add(new Spare(last, file, size, nanoClock.getAsLong()));
  }

  /**
   * Renames the youngest that a new chunk may have, if it begins with enough bytes.
   *
   * @return its length, 0 if there is none; it counts until it is {@link #settled}
   */
  synchronized long take(ChunkId next, long firstBytes, Path file) {
    Iterator<Spare> youngest = spares.descendingIterator();
    while (firstBytes >= leastBytes && youngest.hasNext()) {
      Spare spare = youngest.next();
      if (spare.last().compareTo(next) < 0) {
        youngest.remove();
        if (hasMoved(spare, file)) {
          return spare.bytes();
        }
      }
    }
    return 0;
  }

  /** Renames one, unless it is gone: nobody loses anything if somebody has tidied up by hand. */
  private boolean hasMoved(Spare spare, Path file) {
    try {
      disk.rename(spare.file(), file);
      return true;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot use " + spare.file() + " again", e);
      bytes -= spare.bytes();
      return false;
    }
  }

  /** One that was taken is as long as its replica by now. */
  synchronized void settled(long size) {
    bytes -= size;
  }

  /**
   * Returns how much room there is with these; gives them up if it is scarce, else a few of those
   * that waited too long.
   */
  synchronized long roomWith(long free) {
    if (isScarce(free)) {
      release();
    }
    long room = free + spares.stream().mapToLong(Spare::bytes).sum();
    releaseOld();
    return room;
  }

  private void releaseOld() {
    long latest = nanoClock.getAsLong() - PATIENCE.toNanos();
    for (int left = AT_ONCE; left > 0 && !spares.isEmpty(); left--) {
      if (spares.element().sinceNanos() - latest > 0) {
        return;
      }
      delete(spares.remove());
    }
  }

  /** Gives all of them back to the disk. */
  synchronized void release() {
    while (!spares.isEmpty()) {
      delete(spares.remove());
    }
  }

  private void delete(Spare spare) {
    bytes -= spare.bytes();
    try {
      disk.delete(spare.file());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot remove " + spare.file() + ": the next start will", e);
    }
  }
}
