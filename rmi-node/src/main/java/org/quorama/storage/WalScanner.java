package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.storage.StorageException.Kind;

/**
 * Reads the records of a log from its beginning, and decides what a record means that cannot be
 * read.
 *
 * <p>A batch is forced before the next one is written, so whatever lies before a later batch was
 * acknowledged. Therefore, where a record cannot be read:
 *
 * <ul>
 *   <li>No valid record behind it: a crash cut the last write, which nobody was told of. The log
 *       ends before it.
 *   <li>A valid record of a later batch behind it: what was acknowledged is damaged. The log is
 *       refused, because a voter that forgets is not safe.
 *   <li>Only valid records of its own batch behind it: the last write was not acknowledged if the
 *       disk lost a part of it, which then is zero in a whole sector; the log ends before it.
 *       Otherwise the bytes were changed: refused.
 * </ul>
 *
 * <p>What cannot be told apart is damage to exactly the last record, and a write that was cut
 * there.
 */
final class WalScanner {
  private static final int SECTOR = 512;
  private static final int LEAST_ZEROS = 16;

  private final Path file;
  private final WalWindow window;
  private long offset;
  private long lastSequence;

  WalScanner(Path file, ForcedFile content, long offset) throws IOException {
    this.file = file;
    this.window = new WalWindow(content);
    this.offset = offset;
  }

  /** Gives every valid record to a consumer, in order, up to where the log ends. */
  void readAll(Consumer<WalRecord> consumer) throws IOException {
    WalRecord record = at(offset);
    while (record != null && record.sequence() == lastSequence + 1) {
      consumer.accept(record);
      lastSequence = record.sequence();
      offset = record.end();
      record = at(offset);
    }
    checkTail();
  }

  /** Returns the offset behind the last valid record. */
  long end() {
    return offset;
  }

  long lastSequence() {
    return lastSequence;
  }

  private @Nullable WalRecord at(long place) throws IOException {
    long available = window.size() - place;
    if (available < WalRecord.HEAD + WalRecord.BODY_HEAD) {
      return null;
    }
    int length = window.bytes(place, Integer.BYTES).getInt();
    return WalRecord.isLength(length, available)
        ? WalRecord.parse(window.bytes(place, WalRecord.HEAD + length), place)
        : null;
  }

  private void checkTail() throws IOException {
    long place = offset;
    while (place < window.size()) {
      WalRecord later = at(place);
      if (later != null && later.sequence() > lastSequence) {
        checkUnforced(later, place);
      }
      place = later != null ? later.end() : place + 1;
    }
  }

  private void checkUnforced(WalRecord later, long place) throws IOException {
    if (later.batch() <= lastSequence + 1 && hasLostSector(place)) {
      return;
    }
    throw new StorageException(
        Kind.CORRUPT,
        ("%s is damaged at offset %d: record %d cannot be read, but record %d at offset %d can."
                + " Do not delete single files: empty the whole data directory only if the other"
                + " nodes are a majority without this one, else restore it from a copy")
            .formatted(file, offset, lastSequence + 1, later.sequence(), place));
  }

  /** Tells whether bytes of a write that was cut follow the last record, and not only zeros. */
  boolean hasTornTail() throws IOException {
    for (long from = offset; from < window.size(); from += SECTOR) {
      if (!isZero(window.bytes(from, (int) Math.min(SECTOR, window.size() - from)))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasLostSector(long before) throws IOException {
    long from = offset;
    while (from < before) {
      long to = Math.min(before, (from / SECTOR + 1) * SECTOR);
      if (to - from >= LEAST_ZEROS && isZero(window.bytes(from, (int) (to - from)))) {
        return true;
      }
      from = to;
    }
    return false;
  }

  private static boolean isZero(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (bytes.get() != 0) {
        return false;
      }
    }
    return true;
  }
}
