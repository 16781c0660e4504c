package org.quorama.simulation.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;

/**
 * A node's log as its effects made it, and how far it was applied in this boot. Entries that a
 * snapshot replaced stay here: they are committed, so all nodes have the same.
 */
final class LogMirror {
  private final Membership first;
  private final ArrayList<LogEntry> entries = new ArrayList<>();

  /** The memberships in the log, oldest first. */
  private final Deque<Membership> memberships = new ArrayDeque<>();

  private long applied;
  private long snapshotIndex;

  /** Makes an empty log of a cluster with these voters. */
  LogMirror(Membership first) {
    this.first = first;
  }

  /** Begins a boot with what a disk holds; the state machine has what the snapshot has. */
  void booted(List<LogEntry> behindSnapshot, List<LogEntry> replaced) {
    replace(replaced);
    behindSnapshot.forEach(this::append);
    snapshotIndex = replaced.size();
    applied = replaced.size();
  }

  /** Takes a snapshot's entries in place of the whole log. */
  void replace(List<LogEntry> committed) {
    entries.clear();
    memberships.clear();
    committed.forEach(this::append);
  }

  void snapshot(long index) {
    snapshotIndex = index;
  }

  long snapshotIndex() {
    return snapshotIndex;
  }

  long lastIndex() {
    return entries.size();
  }

  @Nullable LogEntry entry(long index) {
    return index >= 1 && index <= entries.size() ? entries.get((int) index - 1) : null;
  }

  long termAt(long index) {
    LogEntry entry = entry(index);
    return entry == null ? 0 : entry.term();
  }

  void append(LogEntry entry) {
    entries.add(entry);
    if (entry.kind() == LogEntry.Kind.MEMBERSHIP) {
      memberships.addLast(Membership.decode(entry.index(), entry.command()));
    }
  }

  void truncate(long fromIndex) {
    entries.subList((int) fromIndex - 1, entries.size()).clear();
    while (!memberships.isEmpty() && memberships.getLast().index() >= fromIndex) {
      memberships.removeLast();
    }
  }

  /** Returns the latest membership in the log, committed or not [Dissertation §4.1]. */
  Membership membership() {
    return memberships.isEmpty() ? first : memberships.getLast();
  }

  long applied() {
    return applied;
  }

  void applied(long index) {
    applied = index;
  }
}
