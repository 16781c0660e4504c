package org.quorama.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Invariants;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.Disk;

/**
 * The durable Raft state of a node [Raft Fig. 2]: the log in segments, term and vote in a file of
 * two slots, and the latest snapshot [Raft §7].
 *
 * <p>What a batch asks for becomes durable in its order, so a crash leaves a prefix of it. Entries
 * alone need one force. Term and vote, or a snapshot, go to other files: what stands before them in
 * the batch is forced first.
 *
 * <p>Confined to one thread at a time, which must never be interrupted: an interrupt would close
 * the file for good, and the storage takes no more writes.
 */
public final class RaftStorage implements AutoCloseable {
  /** The directory of the files. */
  static final String DIRECTORY = "raft";

  /** The one file of all that the first version had. */
  static final String OLD_FILE = "raft.log";

  private final RaftFiles files;
  private final HardStateFile hardState;
  private final SegmentedLog log;
  private final RecoveredState recovered;
  private long snapshotIndex;
  private boolean failed;

  private RaftStorage(
      RaftFiles files, HardStateFile hardState, SegmentedLog log, RecoveredState recovered) {
    this.files = files;
    this.hardState = hardState;
    this.log = log;
    this.recovered = recovered;
    Snapshot snapshot = recovered.snapshot();
    this.snapshotIndex = snapshot == null ? 0 : snapshot.index();
  }

  /**
   * Opens the state of a directory, or makes that of a new node. A write that a crash cut is
   * removed; it was never acknowledged.
   *
   * @param directory whose
   * @throws StorageException if the state is damaged or cannot be read
   */
  public static RaftStorage open(DataDirectory directory) {
    return open(directory, StorageOptions.defaults());
  }

  /**
   * Opens the state of a directory, as {@link #open(DataDirectory)} does.
   *
   * @param directory whose
   * @param options how new files are laid out
   * @throws StorageException if the state is damaged or cannot be read
   */
  public static RaftStorage open(DataDirectory directory, StorageOptions options) {
    return open(directory.path(), directory.disk(), options);
  }

  static RaftStorage open(Path home, Disk disk, StorageOptions options) {
    RaftFiles files = new RaftFiles(home.resolve(DIRECTORY), disk);
    try {
      if (disk.list(home).contains(OLD_FILE)) {
        throw new StorageException(
            Kind.CORRUPT,
            home.resolve(OLD_FILE)
                + " was written by an older version, which this one does not read: move the data"
                + " directory away and start with an empty one");
      }
      disk.makeDirectory(files.directory());
      disk.forceDirectory(home);
      disk.forceDirectory(files.directory());
      files.deleteUnfinished();
      return recover(files, options);
    } catch (IOException e) {
      throw StorageException.of("Opening " + files.directory(), e);
    }
  }

  private static RaftStorage recover(RaftFiles files, StorageOptions options) throws IOException {
    SavedSnapshot saved = SavedSnapshot.read(files);
    createHardState(files, saved);
    HardStateFile hardState = HardStateFile.open(files);
    boolean opened = false;
    try {
      LogRecovery found = LogRecovery.run(files, saved, saved == null && hardState.isNew());
      Snapshot snapshot = saved == null ? null : saved.snapshot();
      RecoveredState recovered = new RecoveredState(hardState.state(), snapshot, found.log());
      checkTerm(recovered, files);
      SegmentedLog log = new SegmentedLog(files, found, options.segmentBytes());
      opened = true;
      return new RaftStorage(files, hardState, log, recovered);
    } finally {
      if (!opened) {
        hardState.close();
      }
    }
  }

  private static void createHardState(RaftFiles files, @Nullable SavedSnapshot saved)
      throws IOException {
    if (files.names().contains(HardStateFile.FILE)) {
      return;
    }
    if (saved != null || !LogRecovery.segments(files).isEmpty()) {
      throw LogRecovery.corrupt(
          files.path(HardStateFile.FILE) + " is gone: nobody knows whom this node has voted for");
    }
    HardStateFile.create(files);
  }

  /** A term is durable before any entry of it. */
  private static void checkTerm(RecoveredState state, RaftFiles files) {
    List<LogEntry> log = state.log();
    Snapshot snapshot = state.snapshot();
    long snapshotTerm = snapshot == null ? 0 : snapshot.lastIncluded().term();
    long logTerm = log.isEmpty() ? snapshotTerm : log.get(log.size() - 1).term();
    long term = state.hardState().currentTerm();
    if (logTerm > term) {
      throw LogRecovery.corrupt(
          "%s holds term %d, but the log has entries of term %d: it is older than the log"
              .formatted(files.path(HardStateFile.FILE), term, logTerm));
    }
  }

  /** Returns what the disk held at the opening. */
  public RecoveredState recovered() {
    return recovered;
  }

  /**
   * Writes effects in their order; they are durable on return. Nothing may be acknowledged if it
   * throws.
   *
   * @param effects what to write; nothing happens if there is none
   * @throws StorageException if the disk failed; the storage refuses every further write
   */
  public void write(List<RaftEffect.Persist> effects) {
    if (failed) {
      throw new StorageException(
          Kind.IO, files.directory() + " failed before and takes no more writes; restart the node");
    }
    failed = true;
    try {
      for (RaftEffect.Persist effect : effects) {
        put(effect);
      }
      log.force();
      failed = false;
    } catch (IOException e) {
      log.cutUnforced();
      throw StorageException.of("Writing " + files.directory(), e);
    }
  }

  private void put(RaftEffect.Persist effect) throws IOException {
    if (effect instanceof RaftEffect.AppendToLog append) {
      append(append.entries());
    } else if (effect instanceof RaftEffect.TruncateLog truncate) {
      log.truncate(truncate.fromIndex());
    } else if (effect instanceof RaftEffect.PersistHardState hard) {
      log.force();
      hardState.write(hard.hardState());
    } else if (effect instanceof RaftEffect.SaveSnapshot save) {
      log.force();
      save(save.snapshot(), save.suffix());
    }
  }

  private void append(List<LogEntry> entries) throws IOException {
    for (LogEntry entry : entries) {
      checkTerm(entry.term());
      log.append(entry);
    }
  }

  private void checkTerm(long term) {
    long currentTerm = hardState.state().currentTerm();
    Invariants.check(term <= currentTerm, "Term %d is kept in term %d", term, currentTerm);
  }

  private void save(Snapshot snapshot, RaftEffect.LogSuffix suffix) throws IOException {
    long index = snapshot.index();
    checkTerm(snapshot.lastIncluded().term());
    Invariants.check(index >= snapshotIndex, "Snapshot %d follows %d", index, snapshotIndex);
    Invariants.check(
        suffix == RaftEffect.LogSuffix.DISCARDED || index <= log.lastIndex(),
        "A log up to %d does not reach behind a snapshot of %d",
        log.lastIndex(),
        index);
    new SavedSnapshot(snapshot, suffix, log.nextSequence(suffix)).save(files);
    snapshotIndex = index;
    if (suffix == RaftEffect.LogSuffix.KEPT) {
      log.deleteCovered(index);
    } else {
      log.restartBehind(index);
    }
  }

  /** Closes the files. Everything written is durable already. */
  @Override
  public void close() {
    try (log;
        hardState) {
      failed = true;
    } catch (IOException e) {
      throw StorageException.of("Closing " + files.directory(), e);
    }
  }
}
