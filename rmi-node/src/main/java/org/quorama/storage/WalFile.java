package org.quorama.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.quorama.storage.StorageException.Kind;

/**
 * A file of records that is only appended to. Space is written with zeros ahead of the records, so
 * that a force need not write the length of the file each time. Confined to one thread at a time.
 */
final class WalFile implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WalFile.class.getName());
  private static final byte[] MAGIC = "QUORAMA-WAL-0001".getBytes(StandardCharsets.US_ASCII);
  private static final int GROWTH = 256 << 10;

  private final Path path;
  private final ForcedFile file;
  private long end;
  private long allocated;
  private long lastSequence;

  private WalFile(Path path, ForcedFile file) {
    this.path = path;
    this.file = file;
  }

  /** Opens a log, gives its records to a consumer, and cuts off what a crash left unfinished. */
  static WalFile open(Path path, Disk disk, Consumer<WalRecord> consumer) throws IOException {
    WalFile wal = new WalFile(path, disk.open(path));
    boolean opened = false;
    try {
      wal.start(disk);
      wal.recover(consumer);
      opened = true;
    } finally {
      if (!opened) {
        wal.close();
      }
    }
    return wal;
  }

  private void start(Disk disk) throws IOException {
    if (file.size() < MAGIC.length) {
      file.write(ByteBuffer.wrap(MAGIC), 0);
      file.force();
      disk.forceDirectory(path.resolveSibling(".").normalize());
    }
    ByteBuffer head = ByteBuffer.allocate(MAGIC.length);
    file.read(head, 0);
    if (!head.flip().equals(ByteBuffer.wrap(MAGIC))) {
      throw new StorageException(
          Kind.CORRUPT, path + " is damaged at offset 0: not a log; restore the data directory");
    }
  }

  private void recover(Consumer<WalRecord> consumer) throws IOException {
    WalScanner scanner = new WalScanner(path, file, MAGIC.length);
    scanner.readAll(consumer);
    end = scanner.end();
    lastSequence = scanner.lastSequence();
    if (scanner.hasTornTail()) {
      LOG.log(
          Level.WARNING,
          "{0} ended in a write that a crash cut: removed from offset {1} on. Nothing that was"
              + " acknowledged is lost; there is nothing to do.",
          path,
          Long.toString(end));
    }
    if (file.size() > end) {
      file.truncate(end);
      file.force();
    }
    allocated = end;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Writes whole records behind the last one; not yet durable. */
  void append(ByteBuffer records, long newLastSequence) throws IOException {
    int length = records.remaining();
    if (end + length > allocated) {
      allocate(end + length);
    }
    file.write(records, end);
    end += length;
    lastSequence = newLastSequence;
  }

  private void allocate(long least) throws IOException {
    long size = (least + GROWTH) / GROWTH * GROWTH;
    file.write(ByteBuffer.allocate((int) (size - allocated)), allocated);
    allocated = size;
  }

  void force() throws IOException {
    file.force();
  }

  /** Returns the offset behind the last record. */
  long end() {
    return end;
  }

  /** Removes what a failed write may have left, as far as the disk still lets us. */
  void cutTo(long goodEnd) {
    try {
      file.truncate(goodEnd);
      file.force();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot cut " + path + " after a failed write", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
