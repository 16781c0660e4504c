package org.quorama.remote.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** The form of AppendEntries and its answer; other messages are rare. Stateless. */
public final class RaftForm {
  private static final int OTHER = 0;
  private static final int APPEND_ENTRIES = 1;
  private static final int APPEND_ENTRIES_REPLY = 2;
  private static final LogEntry.Kind[] KINDS = LogEntry.Kind.values();

  private RaftForm() {}

  /**
   * Writes a message, or anything else that Java can write.
   *
   * @param out where to
   * @param content what to write
   * @throws IOException if it cannot be written
   */
  public static void write(ObjectOutput out, Object content) throws IOException {
    if (content instanceof AppendEntries request) {
      out.writeByte(APPEND_ENTRIES);
      writeRequest(out, request);
    } else if (content instanceof AppendEntriesReply reply) {
      out.writeByte(APPEND_ENTRIES_REPLY);
      out.writeLong(reply.term());
      out.writeBoolean(reply.success());
      out.writeLong(reply.matchIndex());
      out.writeLong(reply.round());
    } else {
      writeOther(out, content);
    }
  }

  private static void writeOther(ObjectOutput out, Object content) throws IOException {
    if (!ChunkForm.write(out, content)) {
      out.writeByte(OTHER);
      out.writeObject(content);
    }
  }

  private static void writeRequest(DataOutput out, AppendEntries request) throws IOException {
    out.writeLong(request.term());
    WireForm.writeNode(out, request.leaderId());
    out.writeLong(request.prevLog().term());
    out.writeLong(request.prevLog().index());
    out.writeLong(request.leaderCommit());
    out.writeLong(request.round());
    WireForm.writeList(out, request.entries(), RaftForm::writeEntry);
  }

  /** The index is not written: it follows from the place. */
  private static void writeEntry(DataOutput out, LogEntry entry) throws IOException {
    WireForm.writeEnum(out, entry.kind());
    out.writeLong(entry.term());
    WireForm.writeBytes(out, entry.command());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param in where from
   * @throws IOException if it cannot be read, or makes no sense
   * @throws ClassNotFoundException if nothing here knows its class
   */
  public static Object read(ObjectInput in) throws IOException, ClassNotFoundException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case APPEND_ENTRIES -> readRequest(in);
      case APPEND_ENTRIES_REPLY ->
          new AppendEntriesReply(in.readLong(), in.readBoolean(), in.readLong(), in.readLong());
      case OTHER -> in.readObject();
      default -> ChunkForm.read(kind, in);
    };
  }

  private static RaftMessage readRequest(DataInput in) throws IOException {
    long term = in.readLong();
    NodeId leaderId = WireForm.readNode(in);
    LogPosition prevLog = new LogPosition(in.readLong(), in.readLong());
    long leaderCommit = in.readLong();
    long round = in.readLong();
    Places places = new Places(prevLog.index());
    List<LogEntry> entries = WireForm.readList(in, places::readEntry);
    return new AppendEntries(term, leaderId, prevLog, entries, leaderCommit, round);
  }

  /** Counts the places of the entries that are read. */
  private static final class Places {
    private long index;

    Places(long prevLogIndex) {
      this.index = prevLogIndex;
    }

    LogEntry readEntry(DataInput in) throws IOException {
      index++;
      LogEntry.Kind kind = WireForm.readEnum(in, KINDS);
      LogPosition position = new LogPosition(in.readLong(), index);
      return new LogEntry(position, kind, WireForm.readBytes(in));
    }
  }
}
