package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.Membership;

/**
 * Who belongs to the cluster, as the newest word on it in the trace says. Immutable.
 *
 * @param current the newest membership, null as long as the trace names none: then all nodes vote
 * @param removed who was a member before and is none now
 * @param isCommitted whether a node knows the entry of the membership to be committed
 */
public record Members(@Nullable Membership current, Set<NodeId> removed, boolean isCommitted)
    implements Serializable {
  /** Nothing was said of members. */
  public static final Members UNKNOWN = new Members(null, Set.of(), true);

  /** What place a node has in the cluster. */
  public enum Place {
    /** It votes. */
    VOTER,
    /** It only receives the log. */
    LEARNER,
    /** It was a member and is none now. */
    REMOVED,
    /** It was never seen as a member. */
    OUTSIDER
  }

  /** Copies the set. */
  public Members {
    removed = Set.copyOf(removed);
  }

  /** Returns these members after a newer word, told by a node that knew {@code own} until now. */
  Members after(
      Membership told, @Nullable Membership own, boolean isLeader, Collection<NodeId> known) {
    Membership before = orAll(known);
    boolean goesBack = own != null && own.index() == before.index();
    if (!isLeader && !goesBack && told.index() < before.index()) {
      return this;
    }
    if (told.equals(current)) {
      return this;
    }
    Set<NodeId> gone = new TreeSet<>(removed);
    gone.addAll(before.all());
    gone.removeAll(told.all());
    return new Members(told, gone, told.index() == 0);
  }

  Members committed(long commitIndex) {
    boolean now = isCommitted || (current != null && commitIndex >= current.index());
    return now == isCommitted ? this : new Members(current, removed, true);
  }

  /** Returns the membership; one of all known nodes if the trace names none. */
  Membership orAll(Collection<NodeId> known) {
    if (current != null) {
      return current;
    }
    return new Membership(0, List.copyOf(known), List.of());
  }

  /**
   * Returns a node's place.
   *
   * @param node whose
   */
  public Place placeOf(NodeId node) {
    if (current == null || current.isVoter(node)) {
      return Place.VOTER;
    }
    if (current.contains(node)) {
      return Place.LEARNER;
    }
    return removed.contains(node) ? Place.REMOVED : Place.OUTSIDER;
  }

  /**
   * Returns true if a node is a voter or a learner.
   *
   * @param node who
   */
  public boolean includes(NodeId node) {
    Place place = placeOf(node);
    return place == Place.VOTER || place == Place.LEARNER;
  }

  /** Returns the members in a few words: {@code 5 voters + 1 learner}; empty if all vote. */
  public String words() {
    if (current == null) {
      return "";
    }
    int learners = current.learners().size();
    return count(current.voters().size(), "voter")
        + (learners == 0 ? "" : " + " + count(learners, "learner"))
        + (isCommitted ? "" : " (not yet committed)");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
