package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.storage.disk.ForcedFile;

/**
 * Reads the records of a segment from its beginning, and decides what a record means that cannot be
 * read. Where a later segment follows, a log that ends before that is refused by {@link
 * LogRecovery}: a segment is forced before the next one is made.
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
  private final Path file;
  private final WalWindow window;
  private long offset = SegmentFile.HEAD;
  private long lastSequence;

  /** Makes a scanner of a segment whose first record follows that with a number. */
  WalScanner(Path file, ForcedFile content, long lastSequence) throws IOException {
    this.file = file;
    this.window = new WalWindow(content);
    this.lastSequence = lastSequence;
  }

  /** Gives every valid record to a consumer, in order, up to where the log ends. */
  void readAll(Consumer<WalRecord> consumer) throws IOException {
    WalRecord record = next();
    while (record != null && record.sequence() == lastSequence + 1) {
      consumer.accept(record);
      lastSequence = record.sequence();
      offset = record.end();
      record = next();
    }
    checkTail();
  }

  private @Nullable WalRecord next() throws IOException {
    return at(WalRecord.startBehind(offset));
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
    int length = window.bytes(place, WalRecord.HEAD).getInt(Integer.BYTES);
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
    throw LogRecovery.corrupt(
        "%s is damaged at offset %d: record %d cannot be read, but record %d at offset %d can"
            .formatted(file, offset, lastSequence + 1, later.sequence(), place));
  }

  /** Tells whether bytes of a write that was cut follow the last record, and not only zeros. */
  boolean hasTornTail() throws IOException {
    for (long from = offset; from < window.size(); from += WalRecord.SECTOR) {
      if (!isZero(window.bytes(from, (int) Math.min(WalRecord.SECTOR, window.size() - from)))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasLostSector(long before) throws IOException {
    long from = WalRecord.startBehind(offset);
    long to = (from / WalRecord.SECTOR + 1) * WalRecord.SECTOR;
    while (to <= before) {
      if (isZero(window.bytes(from, (int) (to - from)))) {
        return true;
      }
      from = to;
      to += WalRecord.SECTOR;
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
