package org.quorama.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/**
 * Writes and reads what an election and the first heartbeats are made of, once, in memory: the
 * first time Java needs many times as long for it as later, and in an election that time counts.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Takes one message of each kind through serialisation.
   *
   * @param self whose messages
   * @throws UncheckedIOException if one of them cannot be written and read
   */
  public static void of(NodeId self) {
    LogPosition first = new LogPosition(1, 1);
    List<LogEntry> entries = List.of(LogEntry.noOp(first), command());
    for (RaftMessage message :
        List.of(
            new RaftMessage.RequestVote(1, self, first, RaftMessage.Campaign.TIMEOUT),
            new RaftMessage.RequestVoteReply(1, true),
            new RaftMessage.AppendEntries(1, self, new LogPosition(0, 0), entries, 0, 1),
            new RaftMessage.AppendEntriesReply(1, true, 1, 1))) {
      throughSerialisation(new Stamped<>(new Stamp(self, 1, 1, "rehearsal"), message));
    }
  }

  private static LogEntry command() {
    return LogEntry.command(new LogPosition(1, 2), Bytes.wrap(new byte[] {1}));
  }

  private static void throughSerialisation(Serializable message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
