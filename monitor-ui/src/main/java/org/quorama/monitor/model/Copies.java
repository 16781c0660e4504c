package org.quorama.monitor.model;

import java.util.Comparator;
import java.util.Optional;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.Membership;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;

/** Counts the copies that a leader knows of, and says when counting is not enough. */
final class Copies {
  private final NodeModel leader;
  private final Membership members;

  /** Takes the leader as it was before it learnt more. */
  Copies(NodeModel leader, Membership members) {
    this.leader = leader;
    this.members = members;
  }

  /**
   * Says that an entry is on a majority and may not be committed all the same, since it is of an
   * earlier term [Raft §5.4.2]; once an entry.
   */
  Optional<Phrase> notCounted(RaftTrace.MatchAdvanced news, RaftSummary now) {
    long index = onMajority(news);
    LogCell entry = leader.log().get(index);
    boolean isOld =
        now.role() == RoleName.LEADER
            && index > now.commitIndex()
            && index > onMajority(new RaftTrace.MatchAdvanced(news.follower(), 0, 0))
            && entry != null
            && entry.term() < now.term();
    return isOld && entry != null
        ? Optional.of(
            Phrase.of("captions.notCounted", leader.id(), index, entry.term(), now.term()))
        : Optional.empty();
  }

  /** Returns the last index that a majority of the voters holds, after the news. */
  private long onMajority(RaftTrace.MatchAdvanced news) {
    return members.voters().stream()
        .map(voter -> heldBy(voter, news))
        .sorted(Comparator.reverseOrder())
        .skip(members.quorum() - 1L)
        .findFirst()
        .orElse(0L);
  }

  private long heldBy(NodeId voter, RaftTrace.MatchAdvanced news) {
    if (voter.equals(leader.id())) {
      return leader.durableUpTo();
    }
    NodeModel.Progress known = leader.peers().get(voter);
    long before = known == null ? 0 : known.matchIndex();
    return voter.equals(news.follower()) ? Math.max(before, news.matchIndex()) : before;
  }
}
