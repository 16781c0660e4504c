package org.quorama.raft;

import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.log.Snapshot;

/**
 * Keeps the latest snapshot, has the next one taken, and then removes the log that it replaces
 * [Raft §7]. Confined to its core.
 */
final class Compaction {
  private final RaftState state;

  /** The latest snapshot, null before the first. Its index only grows. */
  private @Nullable Snapshot latest;

  /** Whether the state machine owes a snapshot. */
  private boolean taking;

  /** The persist effect that writes the latest snapshot; 0 once its log is compacted. */
  private long savingTicket;

  /** Starts with what the disk holds; the state machine restores itself before anything else. */
  Compaction(RaftState state, @Nullable Snapshot recovered) {
    this.state = state;
    this.latest = recovered;
    if (recovered != null) {
      state.outbox().restore(recovered);
    }
  }

  @Nullable Snapshot latest() {
    return latest;
  }

  /** Returns the last index that the latest snapshot replaces, 0 before the first. */
  long snapshotIndex() {
    return latest == null ? 0 : latest.index();
  }

  /** Asks for a snapshot when enough was applied since the last one; one at a time. */
  void takeIfDue() {
    long behind = state.lastApplied() - snapshotIndex();
    boolean due = behind >= state.config().snapshots().everyEntries();
    if (due && !taking && savingTicket == 0) {
      taking = true;
      state.outbox().takeSnapshot(state.lastApplied());
    }
  }

  /** Keeps what the state machine gave, unless a leader's newer snapshot came in between. */
  void taken(long index, Bytes content) {
    taking = false;
    if (index > snapshotIndex() && index <= state.lastApplied()) {
      // "The last included index and term", and "the latest configuration in the log as of last
      // included index" [Raft §7].
      Snapshot snapshot =
          new Snapshot(state.log().positionAt(index), state.membershipAsOf(index), content);
      state.outbox().save(snapshot, LogSuffix.KEPT);
      latest = snapshot;
      savingTicket = state.outbox().lastTicket();
    }
  }

  /** Keeps a snapshot of the leader, newer than what is committed here. */
  void install(Snapshot snapshot) {
    state.install(snapshot);
    latest = snapshot;
    savingTicket = state.outbox().lastTicket();
  }

  /**
   * Removes the log before a snapshot that is durable by now, but for a rest that spares followers
   * who are a little behind the whole snapshot.
   *
   * @param floor what is behind this index stays, too
   */
  void persisted(long floor) {
    if (savingTicket > 0 && state.durability().isPersisted(savingTicket)) {
      savingTicket = 0;
      long kept = state.config().snapshots().keptEntries();
      state.compactTo(Math.min(snapshotIndex() - kept, floor));
    }
  }
}
