package org.quorama.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.storage.StorageException.Kind;

/** Builds the log behind a snapshot from the records of the segments. */
final class WalReplay {
  private final SegmentChain chain;

  /** The last entry that the snapshot replaces. */
  private final LogPosition included;

  /** The entries behind it, or behind what older segments had; contiguous up to the last index. */
  private final List<LogEntry> log = new ArrayList<>();

  private long lastIndex;

  /** The term of the entry that the snapshot replaced last, if the segments still have it. */
  private long includedTerm;

  WalReplay(SegmentChain chain, LogPosition included) {
    this.chain = chain;
    this.included = included;
    this.includedTerm = included.term();
  }

  List<LogEntry> log() {
    return log;
  }

  long lastIndex() {
    return lastIndex;
  }

  boolean hasOtherEntryThanSnapshot() {
    return includedTerm != included.term();
  }

  /** Begins a segment. Returns whether it follows what was read. */
  boolean begin(SegmentFile.Head head, boolean isFirst) {
    boolean follows = isFirst || head.base() == lastIndex;
    lastIndex = head.base();
    chain.add(head);
    return follows;
  }

  void accept(WalRecord record, Path file) {
    ByteBuffer payload = record.payload();
    switch (record.type()) {
      case WalRecord.ENTRY -> append(entry(record, file), record, file);
      case WalRecord.TRUNCATE -> truncate(payload.getLong(), record, file);
      default -> throw wrong(record, file, "is of unknown type " + record.type());
    }
  }

  private static LogEntry entry(WalRecord record, Path file) {
    LogEntry entry = EntryCodec.get(record.payload());
    if (entry == null) {
      throw wrong(record, file, "has an entry of an unknown kind");
    }
    return entry;
  }

  private void append(LogEntry entry, WalRecord record, Path file) {
    if (entry.index() != lastIndex + 1) {
      throw wrong(record, file, "has entry " + entry.index() + " behind entry " + lastIndex);
    }
    lastIndex = entry.index();
    if (lastIndex > included.index()) {
      log.add(entry);
    } else if (lastIndex == included.index()) {
      includedTerm = entry.term();
    }
  }

  private void truncate(long from, WalRecord record, Path file) {
    if (from < 1 || from > lastIndex + 1) {
      throw wrong(record, file, "truncates a log up to " + lastIndex + " from " + from);
    }
    lastIndex = from - 1;
    chain.truncated(from);
    if (!log.isEmpty()) {
      int kept = (int) Math.max(0, from - log.get(0).index());
      log.subList(Math.min(kept, log.size()), log.size()).clear();
    }
  }

  private static StorageException wrong(WalRecord record, Path file, String what) {
    return new StorageException(
        Kind.CORRUPT,
        file
            + ": the record that ends at offset "
            + record.end()
            + " "
            + what
            + "; it was written by another version or is damaged: restore the data directory");
  }
}
