package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.quorama.protocol.Invariants;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;
import org.quorama.storage.StorageException.Kind;

/**
 * The durable Raft state of a node: term, vote and log [Raft Fig. 2]. One file holds all three, so
 * that one force makes a batch of them durable, in order, all or a prefix. The file only grows.
 *
 * <p>Confined to one thread at a time, which must never be interrupted: an interrupt would close
 * the file for good.
 */
public final class RaftStorage implements AutoCloseable {
  static final String FILE = "raft.log";
  private static final int BUFFER = 1 << 20;
  private static final int FIXED_PAYLOAD = 32;

  private final Path path;
  private final WalFile wal;
  private final RecoveredState recovered;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private long sequence;
  private long batch;
  private long lastIndex;
  private boolean failed;

  private RaftStorage(Path path, WalFile wal, RecoveredState recovered) {
    this.path = path;
    this.wal = wal;
    this.recovered = recovered;
    this.sequence = wal.lastSequence();
    this.lastIndex = recovered.log().size();
  }

  /**
   * Opens the log of a directory, or makes an empty one. A write that a crash cut is removed; it
   * was never acknowledged.
   *
   * @param directory whose
   * @throws StorageException if the log is damaged or cannot be read
   */
  public static RaftStorage open(DataDirectory directory) {
    Path path = directory.path().resolve(FILE);
    WalReplay replay = new WalReplay(path);
    try {
      WalFile wal = WalFile.open(path, directory.disk(), replay);
      return new RaftStorage(path, wal, replay.state());
    } catch (IOException e) {
      throw StorageException.of("Opening " + path, e);
    }
  }

  /** Returns what the disk held at the opening. */
  public RecoveredState recovered() {
    return recovered;
  }

  /**
   * Writes effects in their order and forces once; they are durable on return. Nothing may be
   * acknowledged if it throws.
   *
   * @param effects what to write; nothing happens if there is none
   * @throws StorageException if the disk failed; the storage refuses every further write
   */
  public void write(List<RaftEffect.Persist> effects) {
    if (failed) {
      throw new StorageException(
          Kind.IO, path + " failed before and takes no more writes; restart the node");
    }
    if (effects.isEmpty()) {
      return;
    }
    long goodEnd = wal.end();
    failed = true;
    try {
      batch = sequence + 1;
      buffer.clear();
      for (RaftEffect.Persist effect : effects) {
        put(effect);
      }
      flush();
      wal.force();
      failed = false;
    } catch (IOException e) {
      wal.cutTo(goodEnd);
      throw StorageException.of("Writing " + path, e);
    }
  }

  private void put(RaftEffect.Persist effect) throws IOException {
    if (effect instanceof RaftEffect.PersistHardState hard) {
      int start = begin(WalRecord.HARD_STATE, 0);
      WalReplay.put(buffer, hard.hardState());
      WalRecord.end(buffer, start);
    } else if (effect instanceof RaftEffect.AppendToLog append) {
      for (LogEntry entry : append.entries()) {
        put(entry);
      }
    } else if (effect instanceof RaftEffect.TruncateLog truncate) {
      truncate(truncate.fromIndex());
    }
  }

  private void put(LogEntry entry) throws IOException {
    Invariants.check(
        entry.index() == lastIndex + 1, "Entry %d behind entry %d", entry.index(), lastIndex);
    int start = begin(WalRecord.ENTRY, entry.command().length());
    WalReplay.put(buffer, entry);
    WalRecord.end(buffer, start);
    lastIndex = entry.index();
  }

  private void truncate(long from) throws IOException {
    Invariants.check(
        from >= 1 && from <= lastIndex + 1, "Truncation of %d from %d", lastIndex, from);
    int start = begin(WalRecord.TRUNCATE, 0);
    buffer.putLong(from);
    WalRecord.end(buffer, start);
    lastIndex = from - 1;
  }

  private int begin(byte type, int payload) throws IOException {
    int need = WalRecord.HEAD + WalRecord.BODY_HEAD + FIXED_PAYLOAD + payload;
    Invariants.check(need <= WalRecord.MAX_BODY, "A command of %d bytes is too long", payload);
    if (buffer.remaining() < need) {
      flush();
    }
    if (buffer.capacity() < need) {
      buffer = ByteBuffer.allocateDirect(need);
    }
    sequence++;
    return WalRecord.begin(buffer, sequence, batch, type);
  }

  private void flush() throws IOException {
    wal.append(buffer.flip(), sequence);
    buffer.clear();
  }

  /** Closes the file. Everything written is durable already. */
  @Override
  public void close() {
    try {
      wal.close();
    } catch (IOException e) {
      throw StorageException.of("Closing " + path, e);
    }
  }
}
