package org.quorama.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;
import org.quorama.storage.StorageException.Kind;

/** Builds term, vote and log from the records of a file. */
final class WalReplay implements Consumer<WalRecord> {
  private static final byte NO_OP = 0;
  private static final byte COMMAND = 1;

  private final Path file;
  private final List<LogEntry> log = new ArrayList<>();
  private HardState hardState = HardState.INITIAL;

  WalReplay(Path file) {
    this.file = file;
  }

  RecoveredState state() {
    return RecoveredState.of(hardState, log);
  }

  @Override
  public void accept(WalRecord record) {
    ByteBuffer payload = record.payload();
    switch (record.type()) {
      case WalRecord.HARD_STATE -> hardState = hardState(payload);
      case WalRecord.ENTRY -> append(entry(payload), record);
      case WalRecord.TRUNCATE -> truncate(payload.getLong(), record);
      default -> throw wrong(record, "is of unknown type " + record.type());
    }
  }

  private void append(LogEntry entry, WalRecord record) {
    if (entry.index() != log.size() + 1L) {
      throw wrong(record, "has entry " + entry.index() + " behind entry " + log.size());
    }
    log.add(entry);
  }

  private void truncate(long from, WalRecord record) {
    if (from < 1 || from > log.size() + 1L) {
      throw wrong(record, "truncates a log of " + log.size() + " from " + from);
    }
    log.subList((int) from - 1, log.size()).clear();
  }

  private StorageException wrong(WalRecord record, String what) {
    return new StorageException(
        Kind.CORRUPT,
        file
            + ": the record that ends at offset "
            + record.end()
            + " "
            + what
            + "; it was written by another version or is damaged: restore the data directory");
  }

  static void put(ByteBuffer out, HardState state) {
    NodeId votedFor = state.votedFor();
    out.putLong(state.currentTerm());
    if (votedFor != null) {
      out.put(votedFor.value().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static HardState hardState(ByteBuffer payload) {
    long term = payload.getLong();
    String vote = StandardCharsets.UTF_8.decode(payload).toString();
    return new HardState(term, vote.isEmpty() ? null : NodeId.of(vote));
  }

  static void put(ByteBuffer out, LogEntry entry) {
    out.putLong(entry.term()).putLong(entry.index());
    out.put(entry.kind() == LogEntry.Kind.NO_OP ? NO_OP : COMMAND);
    out.put(entry.command().unsafeArray());
  }

  private static LogEntry entry(ByteBuffer payload) {
    LogPosition position = new LogPosition(payload.getLong(), payload.getLong());
    LogEntry.Kind kind = payload.get() == NO_OP ? LogEntry.Kind.NO_OP : LogEntry.Kind.COMMAND;
    byte[] command = new byte[payload.remaining()];
    payload.get(command);
    return new LogEntry(position, kind, Bytes.wrap(command));
  }
}
