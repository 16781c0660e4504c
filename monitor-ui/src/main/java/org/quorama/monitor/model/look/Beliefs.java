package org.quorama.monitor.model.look;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Activity;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Members;
import org.quorama.monitor.model.NodeModel;
import org.quorama.raft.log.Membership;

/**
 * What each node believes of each other, never what is true. Immutable.
 *
 * @param cluster whose nodes
 * @param nowNanos the present, on the clock of the trace
 */
public record Beliefs(ClusterModel cluster, long nowNanos) {
  /** For how long a node that said nothing is not yet called silent. */
  public static final long SILENT_NANOS = 1_000_000_000L;

  /** What a node takes another one for. */
  public enum Role {
    /** Itself. */
    SELF,
    /** The leader. */
    LEADER,
    /** The candidate that got its vote. */
    VOTED_FOR,
    /** Nothing more is known. */
    OTHER
  }

  /** Whether a node heard another one. */
  public enum Hearing {
    /** Itself. */
    SELF,
    /** Not long ago. */
    RECENT,
    /** Once, but not of late. */
    SILENT,
    /** Never. */
    NEVER
  }

  /** Whether discovery shows a node another one. */
  public enum Sight {
    /** It does. */
    SEEN,
    /** It does not. */
    UNSEEN,
    /** It said nothing: a simulation has no discovery. */
    UNKNOWN
  }

  /**
   * What one node believes of another. Immutable.
   *
   * @param role what it takes it for
   * @param hearing whether it hears it
   * @param heardAgoNanos how long ago it heard it last, 0 if never
   * @param sight whether discovery shows it
   * @param place its place in the configuration that the believer uses, null if it told none
   */
  public record Belief(
      Role role, Hearing hearing, long heardAgoNanos, Sight sight, Members.@Nullable Place place) {}

  /**
   * Returns what a node believes of another.
   *
   * @param believer who believes
   * @param other of whom
   */
  public Belief of(NodeId believer, NodeId other) {
    NodeModel node = cluster.node(believer);
    Activity.Contacts contacts = node.activity().contacts();
    Long heard = contacts.heardNanos().get(other);
    long ago = heard == null ? 0 : Math.max(0, nowNanos - heard);
    Sight sight =
        !contacts.hasView() ? Sight.UNKNOWN : contacts.sees(other) ? Sight.SEEN : Sight.UNSEEN;
    return new Belief(
        role(node, other), hearing(believer, other, heard), ago, sight, place(node, other));
  }

  private static Role role(NodeModel node, NodeId other) {
    if (node.id().equals(other)) {
      return Role.SELF;
    } else if (other.equals(node.raft().leaderId())) {
      return Role.LEADER;
    }
    boolean voted = node.raft().leaderId() == null && other.equals(node.raft().votedFor());
    return voted ? Role.VOTED_FOR : Role.OTHER;
  }

  private Hearing hearing(NodeId believer, NodeId other, @Nullable Long heard) {
    if (believer.equals(other)) {
      return Hearing.SELF;
    } else if (heard == null) {
      return Hearing.NEVER;
    }
    return nowNanos - heard > SILENT_NANOS ? Hearing.SILENT : Hearing.RECENT;
  }

  private static Members.@Nullable Place place(NodeModel node, NodeId other) {
    Membership membership = node.membership();
    if (membership == null) {
      return null;
    } else if (membership.isVoter(other)) {
      return Members.Place.VOTER;
    }
    return membership.contains(other) ? Members.Place.LEARNER : Members.Place.OUTSIDER;
  }

  /**
   * Returns the members of a node's configuration that its discovery does not see, and those that
   * it sees and that are no members; empty if one of the two is not known.
   *
   * @param id whose
   */
  public Set<NodeId> difference(NodeId id) {
    NodeModel node = cluster.node(id);
    Membership membership = node.membership();
    Activity.Contacts contacts = node.activity().contacts();
    if (membership == null || !contacts.hasView()) {
      return Set.of();
    }
    TreeSet<NodeId> different = new TreeSet<>(membership.all());
    for (NodeId seen : Objects.requireNonNull(contacts.discovered())) {
      if (!different.remove(seen)) {
        different.add(seen);
      }
    }
    return different;
  }

  /**
   * Returns how many voters stand behind a leader: alive, in its term, following it, and not cut
   * off from it either way. It needs a majority of them to commit [Raft §5.3].
   *
   * @param leader who leads
   */
  public int followersOf(NodeModel leader) {
    return (int) cluster.voters().stream().filter(voter -> follows(voter, leader)).count();
  }

  private boolean follows(NodeId voter, NodeModel leader) {
    if (voter.equals(leader.id())) {
      return true;
    }
    NodeModel node = cluster.node(voter);
    boolean believes =
        node.isAlive()
            && node.raft().term() == leader.raft().term()
            && leader.id().equals(node.raft().leaderId());
    boolean reached = passes(leader.id(), voter) && passes(voter, leader.id());
    return believes && reached && !cluster.lab().of(voter).paused();
  }

  private boolean passes(NodeId from, NodeId to) {
    return cluster.lab().rule(from, to).filter(rule -> rule.passesNothing()).isEmpty();
  }
}
