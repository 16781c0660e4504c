package org.quorama.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.ForcedFile;

/**
 * Reads the segments when a node starts, and refuses what a crash alone cannot leave: a gap between
 * segments or between snapshot and log, and damage before the end.
 *
 * <p>Invariant of what it accepts: first index of the log ≤ snapshot + 1 ≤ last index + 1.
 */
final class LogRecovery {
  private static final System.Logger LOG = System.getLogger(LogRecovery.class.getName());

  private final RaftFiles files;
  private final @Nullable SavedSnapshot saved;
  private final SegmentChain chain;
  private final WalReplay replay;
  private SegmentFile.@Nullable Head last;
  private long lastSequence;
  private long end;
  private boolean isTorn;

  private LogRecovery(RaftFiles files, @Nullable SavedSnapshot saved) {
    this.files = files;
    this.saved = saved;
    this.chain = new SegmentChain(files);
    this.replay = new WalReplay(chain, included(saved));
  }

  private static LogPosition included(@Nullable SavedSnapshot saved) {
    return saved == null ? LogPosition.START : saved.snapshot().lastIncluded();
  }

  /**
   * Reads all segments, makes the first if there is none, and deletes those that the snapshot
   * replaces; only if all is accepted.
   *
   * @param isNew whether the node never wrote anything
   */
  static LogRecovery run(RaftFiles files, @Nullable SavedSnapshot saved, boolean isNew)
      throws IOException {
    LogRecovery recovery = new LogRecovery(files, saved);
    List<String> names = segments(files);
    List<String> voided = voided(names, saved);
    names = names.subList(voided.size(), names.size());
    if (names.isEmpty() && (isNew || !voided.isEmpty())) {
      names = List.of(recovery.createFirst());
    }
    for (String name : names) {
      recovery.read(name, name.equals(names.get(names.size() - 1)));
    }
    recovery.check();
    for (String name : voided) {
      files.delete(name);
    }
    recovery.chain.deleteCovered(included(saved).index());
    return recovery;
  }

  static List<String> segments(RaftFiles files) throws IOException {
    return files.names().stream().filter(SegmentFile::isName).toList();
  }

  /** Returns the segments that hold only what a snapshot discarded. */
  private static List<String> voided(List<String> names, @Nullable SavedSnapshot saved) {
    if (saved == null || saved.suffix() == LogSuffix.KEPT) {
      return List.of();
    }
    String first = new SegmentFile.Head(saved.nextSequence(), 0).name();
    return names.stream().filter(name -> name.compareTo(first) < 0).toList();
  }

  private void read(String name, boolean isLast) throws IOException {
    Path path = files.path(name);
    try (ForcedFile file = files.open(name)) {
      SegmentFile.Head head = SegmentFile.readHead(path, file);
      checkFollows(head, path);
      WalScanner scanner = new WalScanner(path, file, head.firstSequence() - 1);
      scanner.readAll(record -> replay.accept(record, path));
      last = head;
      lastSequence = scanner.lastSequence();
      end = scanner.end();
      isTorn = isLast && scanner.hasTornTail();
    }
  }

  private void checkFollows(SegmentFile.Head head, Path path) {
    SegmentFile.Head before = last;
    if (before != null && head.firstSequence() != lastSequence + 1) {
      throw corrupt(
          ("%s is damaged at offset %d, or a file behind it is gone: its records end with %d, but"
                  + " %s begins with %d")
              .formatted(files.path(before.name()), end, lastSequence, path, head.firstSequence()));
    }
    if (!replay.begin(head, before == null)) {
      throw corrupt("%s does not begin where the log before it ends".formatted(path));
    }
  }

  private void check() {
    if (last == null) {
      throw corrupt(files.directory() + " has no log: its files log-* are gone");
    }
    long index = included(saved).index();
    checkGap(chain.floor() <= index && index <= replay.lastIndex(), index);
    if (saved != null) {
      checkSnapshot(saved);
    }
  }

  private void checkGap(boolean holds, long index) {
    if (!holds) {
      throw corrupt(
          "%s has a gap: the snapshot ends with entry %d, the log has entries %d to %d"
              .formatted(files.directory(), index, chain.floor() + 1, replay.lastIndex()));
    }
  }

  private void checkSnapshot(SavedSnapshot held) {
    if (lastSequence < held.nextSequence() - 1) {
      throw corrupt(
          ("%s is damaged at offset %d: the log ends with record %d, but had %d when the snapshot"
                  + " was saved")
              .formatted(
                  files.path(Objects.requireNonNull(last).name()),
                  end,
                  lastSequence,
                  held.nextSequence() - 1));
    }
    if (replay.hasOtherEntryThanSnapshot()) {
      throw corrupt(
          "%s: the snapshot of %s is not of this log"
              .formatted(files.directory(), held.snapshot().lastIncluded()));
    }
  }

  static StorageException corrupt(String what) {
    return new StorageException(
        Kind.CORRUPT,
        what
            + ". Do not delete single files: empty the whole data directory only if the other nodes"
            + " are a majority without this one, else restore it from a copy");
  }

  /** Makes the first segment of a log, or the first behind a snapshot that discarded the log. */
  private String createFirst() throws IOException {
    SegmentFile.Head head =
        saved == null
            ? new SegmentFile.Head(1, 0)
            : new SegmentFile.Head(saved.nextSequence(), saved.snapshot().index());
    SegmentFile.create(files, head, SegmentFile.HEAD).close();
    return head.name();
  }

  /** Opens the last segment behind its last record; what a crash left there is cut off. */
  SegmentFile openLast(long segmentBytes) throws IOException {
    String name = Objects.requireNonNull(last).name();
    if (isTorn) {
      LOG.log(
          Level.WARNING,
          "{0} ended in a write that a crash cut: removed from offset {1} on. Nothing that was"
              + " acknowledged is lost; there is nothing to do.",
          files.path(name),
          Long.toString(end));
    }
    return SegmentFile.reopen(files, name, segmentBytes, end);
  }

  SegmentChain chain() {
    return chain;
  }

  long lastSequence() {
    return lastSequence;
  }

  long lastIndex() {
    return replay.lastIndex();
  }

  /** Returns the entries behind the snapshot. */
  List<LogEntry> log() {
    return replay.log();
  }
}
