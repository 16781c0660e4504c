package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

/** The rules of the paper, which a node uses unless told otherwise. */
final class StandardRules {
  private StandardRules() {}

  /** The election rules of the paper. */
  static final class Election implements ElectionRules {
    @Override
    public Duration electionTimeout(RaftConfig config, RandomSource random) {
      // Random, so that split votes are rare and soon resolved [Raft §5.2].
      long range = config.electionTimeoutMax().minus(config.electionTimeoutMin()).toNanos();
      return config.electionTimeoutMin().plusNanos(random.nextLong(range));
    }

    @Override
    public HardState candidacy(HardState current, NodeId self) {
      // "Increment currentTerm, vote for self" [Raft Fig. 2].
      return new HardState(current.currentTerm() + 1, self);
    }

    @Override
    public HardState newTerm(HardState current, long newTerm) {
      // The vote belongs to its term: a new term has none yet [Raft Fig. 2].
      return new HardState(newTerm, null);
    }

    @Override
    public boolean grantsVote(HardState current, LogPosition lastLog, RequestVote request) {
      if (request.term() < current.currentTerm()) {
        return false;
      }
      NodeId votedFor = current.votedFor();
      // At most one candidate a term, first come first served [Raft §5.2].
      boolean free = votedFor == null || votedFor.equals(request.candidateId());
      // The election restriction: a winner has every committed entry [Raft §5.4.1].
      return free && request.lastLog().isAtLeastAsUpToDateAs(lastLog);
    }

    @Override
    public boolean countsVote(HardState current, RequestVoteReply reply) {
      // A vote counts in its own term only; a late one says nothing of this term [Raft §5.2].
      return reply.voteGranted() && reply.term() == current.currentTerm();
    }

    @Override
    public boolean grantsPreVote(HardState current, LogPosition lastLog, PreVote request) {
      // What the voter would do if it were asked for its vote [Dissertation §9.6]; it keeps its
      // term and its vote, so it promises nothing.
      long term = request.term() + 1;
      HardState then = term > current.currentTerm() ? newTerm(current, term) : current;
      return grantsVote(
          then,
          lastLog,
          new RequestVote(
              term, request.candidateId(), request.lastLog(), RaftMessage.Campaign.TIMEOUT));
    }

    @Override
    public boolean countsPreVote(HardState current, PreVoteReply reply) {
      // An answer about another term says nothing of the next one.
      return reply.voteGranted() && reply.campaignTerm() == current.currentTerm() + 1;
    }

    @Override
    public boolean heardLeaderRecently(RaftConfig config, Duration silence) {
      // "If a server receives a RequestVote request within the minimum election timeout of hearing
      // from a current leader, it does not update its term or grant its vote" [Dissertation
      // §4.2.3].
      return silence.compareTo(config.electionTimeoutMin()) < 0;
    }

    @Override
    public boolean hasWon(Membership membership, Set<NodeId> votesReceived) {
      // "Votes received from majority of servers" [Raft Fig. 2]: each voter counts once, and nobody
      // else does.
      long votes = votesReceived.stream().filter(membership::isVoter).count();
      return votes >= membership.quorum();
    }
  }

  /** The replication rules of the paper. */
  static final class Replication implements ReplicationRules {
    @Override
    public boolean accepts(RaftLog log, AppendEntries request) {
      // "Reply false if log doesn't contain an entry at prevLogIndex whose term matches
      // prevLogTerm" [Raft Fig. 2]. What a snapshot replaced was committed, so every later leader
      // has it as well [Raft §5.4.3].
      return request.prevLog().index() < log.firstIndex() - 1 || log.contains(request.prevLog());
    }

    @Override
    public OptionalLong firstConflict(RaftLog log, AppendEntries request) {
      // "If an existing entry conflicts with a new one" [Raft Fig. 2]: and only if. A late message
      // that the log already contains must remove nothing behind it.
      for (LogEntry entry : request.entries()) {
        if (entry.index() > log.lastIndex()) {
          return OptionalLong.empty();
        }
        boolean compared = entry.index() >= log.firstIndex();
        if (compared && log.termAt(entry.index()) != entry.term()) {
          return OptionalLong.of(entry.index());
        }
      }
      return OptionalLong.empty();
    }

    @Override
    public List<LogEntry> missingEntries(RaftLog log, AppendEntries request) {
      // "Append any new entries not already in the log" [Raft Fig. 2].
      long present = Math.max(0, log.lastIndex() - request.prevLog().index());
      int from = (int) Math.min(present, request.entries().size());
      return request.entries().subList(from, request.entries().size());
    }

    @Override
    public long provedMatch(RaftLog log, AppendEntries request) {
      // What the log holds behind the request is not compared, so it is not proved.
      return request.lastIndex();
    }

    @Override
    public long probeNext(RaftLog log, LogPosition prevLog) {
      // The leader's terms up to prevLog are no greater than prevLog's: entries of later terms
      // cannot be the leader's, so they are skipped in one round trip [Raft §5.3]. What a snapshot
      // replaced was committed, so the logs agree there.
      long index = Math.min(log.lastIndex(), prevLog.index() - 1);
      while (index >= log.firstIndex() && log.termAt(index) > prevLog.term()) {
        index--;
      }
      return index;
    }

    @Override
    public List<LogEntry> batch(RaftLog log, long nextIndex, RaftConfig.Limits limits) {
      long most = Math.min(limits.maxEntriesPerMessage(), log.lastIndex() - nextIndex + 1);
      long bytes = 0;
      int count = 0;
      while (count < most) {
        bytes += log.entryAt(nextIndex + count).command().length();
        if (bytes > limits.maxBytesPerMessage() && count > 0) {
          break;
        }
        count++;
      }
      return log.entriesFrom(nextIndex, count);
    }
  }

  /** The read rules of the paper. */
  static final class Read implements ReadRules {
    @Override
    public long readIndex(long commitIndex, LogPosition noOp) {
      // Only the no-op of its own term tells a leader which entries are committed [Raft §8].
      return Math.max(commitIndex, noOp.index());
    }

    @Override
    public long confirmingRound(long begunRounds) {
      // "A leader must check whether it has been deposed before processing a read-only request"
      // [Raft §8]: what was sent before the read came says nothing of what happened until then.
      return begunRounds + 1;
    }

    @Override
    public Duration leaseLength(RaftConfig config) {
      // A voter is loyal for electionTimeoutMin on its own clock [Dissertation §6.4.1]. If that
      // clock is as fast and the leader's as slow as they may be, this much is left.
      double drift = config.timing().maxClockDrift();
      double part = (1 - drift) / (1 + drift);
      return Duration.ofNanos((long) (config.electionTimeoutMin().toNanos() * part));
    }
  }

  /** The commit rules of the paper. */
  static final class Commit implements CommitRules {
    @Override
    public long commitIndexOfLeader(
        RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
      List<Long> ascending = new ArrayList<>(matchIndex);
      Collections.sort(ascending);
      long replicated = ascending.get((ascending.size() - 1) / 2);
      // "If there exists an N such that N > commitIndex, a majority of matchIndex[i] ≥ N, and
      // log[N].term == currentTerm: set commitIndex = N" [Raft Fig. 2]. Entries of earlier terms
      // are never committed by counting, only along with one of this term [Raft §5.4.2].
      if (replicated > commitIndex && log.termAt(replicated) == currentTerm) {
        return replicated;
      }
      return commitIndex;
    }

    @Override
    public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
      // "Set commitIndex = min(leaderCommit, index of last new entry)" [Raft Fig. 2]: what the log
      // holds behind the request may differ from the leader's.
      return Math.max(commitIndex, Math.min(request.leaderCommit(), request.lastIndex()));
    }
  }
}
