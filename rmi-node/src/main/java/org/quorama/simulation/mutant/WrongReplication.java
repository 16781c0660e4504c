package org.quorama.simulation.mutant;

import java.util.List;
import java.util.OptionalLong;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.ReplicationRules;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RaftLog;

/** Replication rules with one wrong method each. */
class WrongReplication implements ReplicationRules {
  private final ReplicationRules right = ReplicationRules.standard();

  @Override
  public boolean accepts(RaftLog log, AppendEntries request) {
    return right.accepts(log, request);
  }

  @Override
  public OptionalLong firstConflict(RaftLog log, AppendEntries request) {
    return right.firstConflict(log, request);
  }

  @Override
  public List<LogEntry> missingEntries(RaftLog log, AppendEntries request) {
    return right.missingEntries(log, request);
  }

  @Override
  public long provedMatch(RaftLog log, AppendEntries request) {
    return right.provedMatch(log, request);
  }

  @Override
  public long probeNext(RaftLog log, LogPosition prevLog) {
    return right.probeNext(log, prevLog);
  }

  @Override
  public List<LogEntry> batch(RaftLog log, long nextIndex, RaftConfig.Limits limits) {
    return right.batch(log, nextIndex, limits);
  }

  /** Removes what is behind the previous entry, though it may be equal. */
  static final class AlwaysTruncates extends WrongReplication {
    @Override
    public OptionalLong firstConflict(RaftLog log, AppendEntries request) {
      long behind = request.prevLog().index() + 1;
      boolean isThere = behind >= log.firstIndex() && behind <= log.lastIndex();
      return isThere ? OptionalLong.of(behind) : OptionalLong.empty();
    }
  }

  /** Acknowledges the whole log, of which the request proved a part. */
  static final class AcknowledgesAll extends WrongReplication {
    @Override
    public long provedMatch(RaftLog log, AppendEntries request) {
      return log.lastIndex();
    }
  }

  /** Takes the last reply for the latest. */
  static final class MatchFalls extends WrongReplication {
    @Override
    public long matchIndex(Match match) {
      return match.proved();
    }
  }
}
