package org.quorama.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftMessage.InstallSnapshotReply;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Snapshot;

/**
 * Collects the pieces of a leader's snapshot and installs the whole [Raft Fig. 13]. Confined to its
 * core.
 *
 * <p>Pieces are kept in memory: a crash, another leader or another snapshot begins anew, so no part
 * of one is ever taken for a part of another, and nothing is visible before the whole is there.
 */
final class SnapshotReceiver {
  /** The largest state that is taken, in bytes. */
  static final long MAX_BYTES = 256L << 20;

  private final RaftState state;
  private final Compaction compaction;

  /** What is coming in, null if nothing is. */
  private @Nullable Incoming incoming;

  /** The snapshot whose pieces are collected: of one term, so of one leader. */
  private record Source(long term, LogPosition lastIncluded, long totalBytes) {
    static Source of(InstallSnapshot request) {
      return new Source(request.term(), request.lastIncluded(), request.piece().totalBytes());
    }
  }

  /** The pieces so far, contiguous from the first byte on. */
  private static final class Incoming {
    private final Source source;
    private final List<Bytes> pieces = new ArrayList<>();
    private long received;

    Incoming(Source source) {
      this.source = source;
    }

    void take(InstallSnapshot.Piece piece) {
      // "Write data into snapshot file at given offset" [Raft Fig. 13]: only at the end of what is
      // there, since lost, doubled and late pieces are sent again from there.
      if (piece.offset() == received && piece.data().length() > 0) {
        pieces.add(piece.data());
        received += piece.data().length();
      }
    }

    boolean isWhole() {
      return received == source.totalBytes();
    }

    Bytes whole() {
      byte[] whole = new byte[(int) source.totalBytes()];
      int at = 0;
      for (Bytes piece : pieces) {
        System.arraycopy(piece.unsafeArray(), 0, whole, at, piece.length());
        at += piece.length();
      }
      return Bytes.wrap(whole);
    }
  }

  SnapshotReceiver(RaftState state, Compaction compaction) {
    this.state = state;
    this.compaction = compaction;
  }

  /** Takes a piece from the leader of the present term. */
  InstallSnapshotReply take(InstallSnapshot request) {
    if (request.lastIncluded().index() <= state.commitIndex()) {
      // What is committed here is in every later leader's log [Raft §5.4.3]: nothing to install.
      incoming = null;
      return reply(request, state.commitIndex(), 0);
    }
    if (request.piece().totalBytes() > MAX_BYTES) {
      return reply(request, 0, 0);
    }
    Incoming collecting = collecting(request);
    collecting.take(request.piece());
    if (!collecting.isWhole()) {
      return reply(request, 0, collecting.received);
    }
    incoming = null;
    LogPosition lastIncluded = request.lastIncluded();
    compaction.install(new Snapshot(lastIncluded, request.membership(), collecting.whole()));
    return reply(request, lastIncluded.index(), request.piece().totalBytes());
  }

  /** Forgets a part of a snapshot that is of no use any more: the log has caught up by itself. */
  void committed() {
    if (incoming != null && incoming.source.lastIncluded().index() <= state.commitIndex()) {
      incoming = null;
    }
  }

  private Incoming collecting(InstallSnapshot request) {
    Source source = Source.of(request);
    Incoming present = incoming;
    if (present == null || !present.source.equals(source)) {
      present = new Incoming(source);
      incoming = present;
    }
    return present;
  }

  private static InstallSnapshotReply reply(InstallSnapshot request, long match, long nextOffset) {
    return new InstallSnapshotReply(request.term(), match, nextOffset, request.round());
  }
}
