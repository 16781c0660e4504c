package org.quorama.storage;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** An entry as bytes: term (8), index (8), kind (1), command. */
final class EntryCodec {
  static final int HEAD = 17;

  private static final byte NO_OP = 0;
  private static final byte COMMAND = 1;
  private static final byte MEMBERSHIP = 2;

  private EntryCodec() {}

  static void put(ByteBuffer out, LogEntry entry) {
    out.putLong(entry.term()).putLong(entry.index()).put(code(entry.kind()));
    out.put(entry.command().unsafeArray());
  }

  private static byte code(LogEntry.Kind kind) {
    return switch (kind) {
      case NO_OP -> NO_OP;
      case COMMAND -> COMMAND;
      case MEMBERSHIP -> MEMBERSHIP;
    };
  }

  /** Returns the entry, or null if it is of a kind that this version does not know. */
  static @Nullable LogEntry get(ByteBuffer payload) {
    LogPosition position = new LogPosition(payload.getLong(), payload.getLong());
    LogEntry.Kind kind = kind(payload.get());
    byte[] command = new byte[payload.remaining()];
    payload.get(command);
    return kind == null ? null : new LogEntry(position, kind, Bytes.wrap(command));
  }

  private static LogEntry.@Nullable Kind kind(byte code) {
    return switch (code) {
      case NO_OP -> LogEntry.Kind.NO_OP;
      case COMMAND -> LogEntry.Kind.COMMAND;
      case MEMBERSHIP -> LogEntry.Kind.MEMBERSHIP;
      default -> null;
    };
  }
}
