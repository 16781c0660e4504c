package org.quorama.raft.log;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Invariants;

/**
 * Who belongs to the cluster, as one entry of the log says. Immutable.
 *
 * <p>A server uses the latest membership in its log, whether or not it is committed [Dissertation
 * §4.1].
 *
 * @param index the entry that made it, 1-based; 0 for the one that the nodes started with
 * @param voters who elects and commits, at least one, by id
 * @param learners who only receives the log, to catch up [Dissertation §4.2.1], by id
 */
public record Membership(long index, List<NodeId> voters, List<NodeId> learners)
    implements Serializable {
  private static final String LEARNER = "+";

  /** One step from a membership to the next; so old and new majorities always overlap. */
  public enum Step {
    /** A server that is none yet becomes a learner. */
    ADD_LEARNER,
    /** A learner that has caught up becomes a voter. */
    PROMOTE,
    /** A voter or learner leaves. */
    REMOVE
  }

  /**
   * What somebody wants changed.
   *
   * @param step how
   * @param node whose place changes
   */
  public record Change(Step step, NodeId node) implements Serializable {}

  /** Sorts the ids and checks that nobody has two places. */
  public Membership {
    voters = List.copyOf(new TreeSet<>(voters));
    learners = List.copyOf(new TreeSet<>(learners));
    Invariants.check(index >= 0 && !voters.isEmpty(), "A cluster has at least one voter");
    for (NodeId learner : learners) {
      Invariants.check(!voters.contains(learner), "%s is both voter and learner", learner);
    }
  }

  /**
   * Returns the membership that a cluster starts with.
   *
   * @param voters all its nodes
   */
  public static Membership initial(List<NodeId> voters) {
    return new Membership(0, voters, List.of());
  }

  /** Returns how many voters are a majority. */
  public int quorum() {
    return voters.size() / 2 + 1;
  }

  /**
   * Tells whether a node votes.
   *
   * @param node who
   */
  public boolean isVoter(NodeId node) {
    return voters.contains(node);
  }

  /**
   * Tells whether a node is a voter or a learner.
   *
   * @param node who
   */
  public boolean contains(NodeId node) {
    return voters.contains(node) || learners.contains(node);
  }

  /** Returns voters and learners, by id. */
  public List<NodeId> all() {
    return Stream.concat(voters.stream(), learners.stream()).sorted().toList();
  }

  /**
   * Tells whether one {@link Step} leads to another membership: then only one server's place
   * differs, so that every majority of one has a voter in every majority of the other [Dissertation
   * §4.1].
   *
   * @param next the membership of a later entry
   */
  public boolean isOneStepTo(Membership next) {
    long changed =
        Stream.concat(all().stream(), next.all().stream())
            .distinct()
            .filter(id -> isVoter(id) != next.isVoter(id) || contains(id) != next.contains(id))
            .count();
    return changed == 1 && next.index() > index;
  }

  /** Returns the command of the entry that makes this membership: {@code n1,n2,+n6}. */
  public Bytes encode() {
    Stream<String> words =
        Stream.concat(
            voters.stream().map(NodeId::value),
            learners.stream().map(learner -> LEARNER + learner.value()));
    return Bytes.ofUtf8(String.join(",", words.toList()));
  }

  /**
   * Returns the membership of an entry.
   *
   * @param index where the entry is
   * @param command what {@link #encode} returned
   * @throws IllegalArgumentException if the bytes name no nodes
   */
  public static Membership decode(long index, Bytes command) {
    List<String> words =
        List.of(new String(command.toArray(), StandardCharsets.UTF_8).split(",", -1));
    return new Membership(
        index,
        words.stream().filter(word -> !word.startsWith(LEARNER)).map(NodeId::of).toList(),
        words.stream()
            .filter(word -> word.startsWith(LEARNER))
            .map(word -> NodeId.of(word.substring(LEARNER.length())))
            .toList());
  }
}
