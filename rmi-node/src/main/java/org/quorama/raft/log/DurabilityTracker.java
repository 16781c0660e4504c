package org.quorama.raft.log;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows how much of the log is durable while writes complete later than they are asked for.
 *
 * <p>A completion says only that a ticket is done. What was written under that ticket may have been
 * truncated and written anew since, so a truncation caps what the completions still to come can
 * prove: the old write of an index never makes a new entry there count as durable.
 */
public final class DurabilityTracker {
  /** A write on its way: once it is done, the log is durable up to this index. */
  private record PendingWrite(long ticket, long lastIndex) {
    PendingWrite cappedAt(long index) {
      return new PendingWrite(ticket, Math.min(lastIndex, index));
    }
  }

  private final Deque<PendingWrite> pending = new ArrayDeque<>();
  private long durableIndex;
  private long persistedTicket;

  /**
   * Makes a tracker.
   *
   * @param durableIndex the last index on the disk at the start
   */
  public DurabilityTracker(long durableIndex) {
    this.durableIndex = durableIndex;
  }

  /** Returns the last index up to which the present log is on the disk. */
  public long durableIndex() {
    return durableIndex;
  }

  /**
   * Tells whether the persist effect with this ticket is on the disk.
   *
   * @param ticket from 1
   */
  public boolean isPersisted(long ticket) {
    return ticket <= persistedTicket;
  }

  /**
   * Notes that entries up to an index are being written.
   *
   * @param ticket under which
   * @param last the last of them
   */
  public void appending(long ticket, LogPosition last) {
    pending.addLast(new PendingWrite(ticket, last.index()));
  }

  /**
   * Notes that entries from an index on are gone.
   *
   * @param fromIndex the first of them
   */
  public void truncating(long fromIndex) {
    long kept = fromIndex - 1;
    durableIndex = Math.min(durableIndex, kept);
    int count = pending.size();
    for (int i = 0; i < count; i++) {
      pending.addLast(pending.removeFirst().cappedAt(kept));
    }
  }

  /**
   * Notes that every persist effect up to a ticket is on the disk; a repetition does nothing.
   *
   * @param ticket of the last durable persist effect
   */
  public void persisted(long ticket) {
    persistedTicket = Math.max(persistedTicket, ticket);
    while (!pending.isEmpty() && isPersisted(pending.getFirst().ticket())) {
      durableIndex = Math.max(durableIndex, pending.removeFirst().lastIndex());
    }
  }
}
