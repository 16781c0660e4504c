package org.quorama.raft;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RaftLog;

/** Mistakes that others have made, planted one by one: a test that finds none of them is blind. */
enum PlantedRules {
  /** Commits entries of old terms by counting: Figure 8. */
  COMMIT_BY_COUNTING,
  /** Commits what the follower's log holds, compared or not: R-12. */
  COMMIT_TO_LAST_INDEX,
  /** Removes what follows every AppendEntries: R-10. */
  ALWAYS_TRUNCATES,
  /** Acknowledges its whole log: R-13. */
  ACKNOWLEDGES_ALL,
  /** Votes for candidates whose logs are behind: R-08. */
  VOTES_FOR_ANYONE,
  /** Counts votes of older terms: R-06. */
  COUNTS_LATE_VOTES;

  RaftRules rules() {
    RaftRules book = RaftRules.standard();
    return switch (this) {
      case COMMIT_BY_COUNTING -> book.with(new CommitByCounting());
      case COMMIT_TO_LAST_INDEX -> book.with(new CommitToLastIndex());
      case ALWAYS_TRUNCATES -> book.with(new AlwaysTruncates());
      case ACKNOWLEDGES_ALL -> book.with(new AcknowledgesAll());
      case VOTES_FOR_ANYONE -> book.with(new VotesForAnyone());
      case COUNTS_LATE_VOTES -> book.with(new CountsLateVotes());
    };
  }

  private static class ByTheBookCommit implements CommitRules {
    @Override
    public long commitIndexOfLeader(
        RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
      return CommitRules.standard().commitIndexOfLeader(log, currentTerm, matchIndex, commitIndex);
    }

    @Override
    public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
      return CommitRules.standard().commitIndexOfFollower(log, request, commitIndex);
    }
  }

  private static final class CommitByCounting extends ByTheBookCommit {
    @Override
    public long commitIndexOfLeader(
        RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
      List<Long> descending = matchIndex.stream().sorted(Comparator.reverseOrder()).toList();
      return Math.max(commitIndex, descending.get(matchIndex.size() / 2));
    }
  }

  private static final class CommitToLastIndex extends ByTheBookCommit {
    @Override
    public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
      return Math.max(commitIndex, Math.min(request.leaderCommit(), log.lastIndex()));
    }
  }

  private static class ByTheBookReplication implements ReplicationRules {
    private final ReplicationRules book = ReplicationRules.standard();

    @Override
    public boolean accepts(RaftLog log, AppendEntries request) {
      return book.accepts(log, request);
    }

    @Override
    public OptionalLong firstConflict(RaftLog log, AppendEntries request) {
      return book.firstConflict(log, request);
    }

    @Override
    public List<LogEntry> missingEntries(RaftLog log, AppendEntries request) {
      return book.missingEntries(log, request);
    }

    @Override
    public long provedMatch(RaftLog log, AppendEntries request) {
      return book.provedMatch(log, request);
    }

    @Override
    public long probeNext(RaftLog log, LogPosition prevLog) {
      return book.probeNext(log, prevLog);
    }

    @Override
    public List<LogEntry> batch(RaftLog log, long nextIndex, RaftConfig.Limits limits) {
      return book.batch(log, nextIndex, limits);
    }
  }

  private static final class AlwaysTruncates extends ByTheBookReplication {
    @Override
    public OptionalLong firstConflict(RaftLog log, AppendEntries request) {
      long behind = request.prevLog().index() + 1;
      return behind <= log.lastIndex() ? OptionalLong.of(behind) : OptionalLong.empty();
    }
  }

  private static final class AcknowledgesAll extends ByTheBookReplication {
    @Override
    public long provedMatch(RaftLog log, AppendEntries request) {
      return log.lastIndex();
    }
  }

  private static class ByTheBookElection implements ElectionRules {
    private final ElectionRules book = ElectionRules.standard();

    @Override
    public Duration electionTimeout(RaftConfig config, RandomSource random) {
      return book.electionTimeout(config, random);
    }

    @Override
    public HardState candidacy(HardState current, NodeId self) {
      return book.candidacy(current, self);
    }

    @Override
    public HardState newTerm(HardState current, long newTerm) {
      return book.newTerm(current, newTerm);
    }

    @Override
    public boolean grantsVote(HardState current, LogPosition lastLog, RequestVote request) {
      return book.grantsVote(current, lastLog, request);
    }

    @Override
    public boolean countsVote(HardState current, RequestVoteReply reply) {
      return book.countsVote(current, reply);
    }

    @Override
    public boolean grantsPreVote(HardState current, LogPosition lastLog, PreVote request) {
      return book.grantsPreVote(current, lastLog, request);
    }

    @Override
    public boolean countsPreVote(HardState current, PreVoteReply reply) {
      return book.countsPreVote(current, reply);
    }

    @Override
    public boolean heardLeaderRecently(RaftConfig config, Duration silence) {
      return book.heardLeaderRecently(config, silence);
    }

    @Override
    public boolean hasWon(Membership membership, Set<NodeId> votesReceived) {
      return book.hasWon(membership, votesReceived);
    }
  }

  private static final class VotesForAnyone extends ByTheBookElection {
    @Override
    public boolean grantsVote(HardState current, LogPosition lastLog, RequestVote request) {
      return super.grantsVote(current, LogPosition.START, request);
    }
  }

  private static final class CountsLateVotes extends ByTheBookElection {
    @Override
    public boolean countsVote(HardState current, RequestVoteReply reply) {
      return reply.voteGranted();
    }
  }
}
