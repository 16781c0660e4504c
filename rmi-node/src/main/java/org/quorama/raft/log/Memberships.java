package org.quorama.raft.log;

import java.util.ArrayList;
import java.util.List;
import org.quorama.protocol.Invariants;

/**
 * The memberships in a node's log, oldest first. Confined to its core.
 *
 * <p>The latest is in effect, whether or not it is committed [Dissertation §4.1]; if its entry is
 * removed, the one before is in effect again. Invariant: the first is the one of the snapshot, or
 * that of the start, and is never removed.
 */
public final class Memberships {
  private final ArrayList<Membership> memberships = new ArrayList<>();

  /**
   * Makes the memberships of a log.
   *
   * @param first the one of the snapshot, or the one that the cluster starts with
   * @param entries those of the log
   */
  public Memberships(Membership first, List<LogEntry> entries) {
    memberships.add(first);
    appended(entries);
  }

  /** Returns the membership in effect: the latest in the log. */
  public Membership inEffect() {
    return memberships.get(memberships.size() - 1);
  }

  /**
   * Returns the latest membership up to an index.
   *
   * @param index at least that of the snapshot
   */
  public Membership asOf(long index) {
    int at = memberships.size() - 1;
    while (at > 0 && memberships.get(at).index() > index) {
      at--;
    }
    return memberships.get(at);
  }

  /**
   * Notes entries that were appended to the log.
   *
   * @param entries of any kind
   */
  public void appended(List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      if (entry.kind() == LogEntry.Kind.MEMBERSHIP) {
        append(Membership.decode(entry.index(), entry.command()));
      }
    }
  }

  private void append(Membership next) {
    // A node that joins later may have been started with other members than the cluster was.
    Invariants.check(
        inEffect().index() == 0 || inEffect().isOneStepTo(next),
        "%s cannot follow %s: only one server changes its place at a time",
        next,
        inEffect());
    memberships.add(next);
  }

  /**
   * Notes that the entries from an index on were removed from the log.
   *
   * @param fromIndex the first of them
   */
  public void truncatedFrom(long fromIndex) {
    while (memberships.size() > 1 && inEffect().index() >= fromIndex) {
      memberships.remove(memberships.size() - 1);
    }
  }

  /**
   * Forgets the memberships that a committed one has replaced for good.
   *
   * @param index the last index whose membership somebody may still ask for
   */
  public void forgetBefore(long index) {
    while (memberships.size() > 1 && memberships.get(1).index() <= index) {
      memberships.remove(0);
    }
  }

  /**
   * Begins anew with the membership of a snapshot that replaces the whole log.
   *
   * @param membership the snapshot's
   */
  public void resetTo(Membership membership) {
    memberships.clear();
    memberships.add(membership);
  }
}
