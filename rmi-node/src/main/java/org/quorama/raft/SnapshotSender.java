package org.quorama.raft;

import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftMessage.InstallSnapshot.Piece;
import org.quorama.raft.RaftMessage.InstallSnapshotReply;
import org.quorama.raft.log.Snapshot;

/**
 * Sends the latest snapshot, piece by piece, to followers whose next entry "the leader has already
 * discarded" [Raft §7]. Confined to its core.
 *
 * <p>One piece is in flight. A heartbeat is an empty piece: the answer to it tells what the
 * follower has, so what was lost is sent again.
 */
final class SnapshotSender {
  private final RaftState state;
  private final Compaction compaction;

  /** A snapshot on its way to one follower, who gets all of it even if a newer one is taken. */
  static final class Transfer {
    private final Snapshot snapshot;

    /** Where the piece in flight begins. */
    private long offset;

    /** The round in which that piece was sent last; 0 before the first. */
    private long sentRound;

    Transfer(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    /** Returns the last index that the snapshot replaces. */
    long index() {
      return snapshot.index();
    }

    /**
     * Notes what the follower wants next; tells whether a piece is to be sent. An answer to the
     * piece in flight, or to what was sent before it, counts only if it leads on: else every
     * doubled answer would double all pieces from there.
     */
    private boolean answered(long nextOffset, long round) {
      boolean leadsOn = nextOffset > offset || round > sentRound;
      if (leadsOn) {
        offset = nextOffset < snapshot.state().length() ? nextOffset : 0;
      }
      return leadsOn;
    }

    private Piece piece(int maxBytes) {
      byte[] whole = snapshot.state().unsafeArray();
      int from = (int) offset;
      int length = Math.min(maxBytes, whole.length - from);
      byte[] data = new byte[length];
      System.arraycopy(whole, from, data, 0, length);
      return new Piece(offset, whole.length, Bytes.wrap(data));
    }
  }

  SnapshotSender(RaftState state, Compaction compaction) {
    this.state = state;
    this.compaction = compaction;
  }

  /** Tells whether the log has no longer what the follower needs next. */
  boolean isNeeded(Progress progress) {
    return progress.nextIndex() < state.log().firstIndex();
  }

  /** Begins with the first piece unless one is in flight; tells if it sent something. */
  boolean begin(Leader leader, NodeId follower) {
    Progress progress = leader.follower(follower);
    if (progress.transfer() != null) {
      return false;
    }
    Snapshot latest = compaction.latest();
    if (latest == null) {
      throw new InvariantViolation("The log is compacted, but there is no snapshot");
    }
    Transfer transfer = new Transfer(latest);
    progress.transfers(transfer);
    sendPiece(leader, follower, transfer);
    return true;
  }

  /** Lets a follower know that it is led, and asks what it has. */
  void heartbeat(Leader leader, NodeId follower) {
    Transfer transfer = leader.follower(follower).transfer();
    if (transfer != null) {
      long total = transfer.snapshot.state().length();
      send(leader, follower, transfer, new Piece(transfer.offset, total, Bytes.EMPTY));
    }
  }

  /** Sends the next piece, or the same again if it was lost. */
  void answered(Leader leader, NodeId follower, InstallSnapshotReply reply) {
    Transfer transfer = leader.follower(follower).transfer();
    if (transfer != null && transfer.answered(reply.nextOffset(), reply.round())) {
      sendPiece(leader, follower, transfer);
    }
  }

  private void sendPiece(Leader leader, NodeId follower, Transfer transfer) {
    transfer.sentRound = leader.round();
    send(leader, follower, transfer, transfer.piece(state.config().snapshots().pieceBytes()));
  }

  private void send(Leader leader, NodeId follower, Transfer transfer, Piece piece) {
    Snapshot snapshot = transfer.snapshot;
    state
        .outbox()
        .send(
            follower,
            new InstallSnapshot(
                state.currentTerm(),
                state.config().self(),
                snapshot.lastIncluded(),
                snapshot.membership(),
                piece,
                leader.round()));
  }
}
