package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Invariants;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.LogEntry;

/**
 * The write-ahead log, in segments of a bounded size. A segment is forced before the next one is
 * made, so only the last one can end in a write that a crash cut. Confined to one thread at a time.
 */
final class SegmentedLog implements AutoCloseable {
  private final RaftFiles files;
  private final SegmentChain chain;
  private final RecordBuffer buffer = new RecordBuffer();
  private final long segmentBytes;
  private SegmentFile current;

  /** The number of the last record. */
  private long sequence;

  /** The number of the first record that is not forced yet, or will be. */
  private long batch;

  /** The last index of the log. */
  private long lastIndex;

  /** Continues a log where {@link LogRecovery} found its end. */
  SegmentedLog(RaftFiles files, LogRecovery recovery, long segmentBytes) throws IOException {
    this.files = files;
    this.chain = recovery.chain();
    this.segmentBytes = segmentBytes;
    this.sequence = recovery.lastSequence();
    this.batch = sequence + 1;
    this.lastIndex = recovery.lastIndex();
    this.current = recovery.openLast(segmentBytes);
  }

  /** Returns the number that the next record will have if these entries are kept. */
  long nextSequence(RaftEffect.LogSuffix suffix) {
    return sequence + (suffix == RaftEffect.LogSuffix.KEPT ? 1 : 2);
  }

  long lastIndex() {
    return lastIndex;
  }

  void append(LogEntry entry) throws IOException {
    if (entry.index() != lastIndex + 1) {
      throw new InvariantViolation("Entry %d behind entry %d".formatted(entry.index(), lastIndex));
    }
    ByteBuffer out = begin(WalRecord.ENTRY, EntryCodec.HEAD + entry.command().length());
    EntryCodec.put(out, entry);
    buffer.end();
    lastIndex = entry.index();
  }

  void truncate(long from) throws IOException {
    Invariants.check(
        from >= 1 && from <= lastIndex + 1, "Truncation of %d from %d", lastIndex, from);
    begin(WalRecord.TRUNCATE, Long.BYTES).putLong(from);
    buffer.end();
    chain.truncated(from);
    lastIndex = from - 1;
  }

  private ByteBuffer begin(byte type, int payload) throws IOException {
    int need = RecordBuffer.most(payload);
    long end = current.end() + buffer.size();
    if (end + need > segmentBytes && end > SegmentFile.HEAD) {
      roll();
    } else if (!buffer.fits(need)) {
      flush();
    }
    buffer.reserve(need);
    sequence++;
    return buffer.begin(current.end(), sequence, batch, type);
  }

  private void flush() throws IOException {
    current.append(buffer.encoded());
    buffer.clear();
  }

  /** Makes everything durable. */
  void force() throws IOException {
    if (sequence >= batch) {
      flush();
      current.force();
      batch = sequence + 1;
    }
  }

  private void roll() throws IOException {
    force();
    SegmentFile.Head head = new SegmentFile.Head(sequence + 1, lastIndex);
    SegmentFile next = SegmentFile.create(files, head, segmentBytes);
    current.close();
    current = next;
    chain.add(head);
  }

  /** Deletes the segments that a snapshot replaces. All records must be forced. */
  void deleteCovered(long index) throws IOException {
    Invariants.check(index <= lastIndex, "A log up to %d does not reach %d", lastIndex, index);
    chain.deleteCovered(index);
  }

  /**
   * Deletes all entries; the next one follows an index. All records must be forced. One number is
   * left out, so that even behind an empty segment the next one has a name of its own.
   */
  void restartBehind(long index) throws IOException {
    sequence++;
    batch = sequence + 1;
    lastIndex = index;
    roll();
    chain.deleteOlder();
  }

  /** Removes what a failed write may have left, as far as the disk still lets us. */
  void cutUnforced() {
    current.cutUnforced();
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
