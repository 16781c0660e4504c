package org.quorama.raft;

import java.util.List;
import java.util.OptionalLong;

/** The replication rules of the paper. */
final class StandardReplicationRules implements ReplicationRules {
  @Override
  public boolean accepts(RaftLog log, AppendEntries request) {
    // "Reply false if log doesn't contain an entry at prevLogIndex whose term matches
    // prevLogTerm" [Raft Fig. 2].
    return log.contains(request.prevLog());
  }

  @Override
  public OptionalLong firstConflict(RaftLog log, AppendEntries request) {
    // "If an existing entry conflicts with a new one" [Raft Fig. 2]: and only if. A late message
    // that the log already contains must remove nothing behind it.
    for (LogEntry entry : request.entries()) {
      if (entry.index() > log.lastIndex()) {
        return OptionalLong.empty();
      }
      if (log.termAt(entry.index()) != entry.term()) {
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
    // cannot be the leader's, so they are skipped in one round trip [Raft §5.3].
    long index = Math.min(log.lastIndex(), prevLog.index() - 1);
    while (index > 0 && log.termAt(index) > prevLog.term()) {
      index--;
    }
    return index;
  }

  @Override
  public List<LogEntry> batch(RaftLog log, long nextIndex, RaftConfig.Limits limits) {
    List<LogEntry> entries = log.entriesFrom(nextIndex, limits.maxEntriesPerMessage());
    long bytes = 0;
    for (int count = 0; count < entries.size(); count++) {
      bytes += entries.get(count).command().length();
      if (bytes > limits.maxBytesPerMessage() && count > 0) {
        return entries.subList(0, count);
      }
    }
    return entries;
  }
}
