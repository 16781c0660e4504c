package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterFact;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;
import org.quorama.simulation.check.Rules.Rule;

/** Checks what is replicated, committed and applied, over the whole run and all boots. */
final class LogChecker {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final List<DurableDisk> disks;
  private final List<LogMirror> mirrors;
  private final MembershipChecker memberships;
  private final SessionChecker sessions;

  /** Every entry that any log ever held, and the term of the one before it. */
  private final Map<LogPosition, Known> known = new HashMap<>();

  private final CommittedLog committed = new CommittedLog();

  /** The digest of the state after an index, as the first node that applied it had it. */
  private final TreeMap<Long, Long> digests = new TreeMap<>();

  private record Known(LogEntry entry, long prevTerm) {}

  LogChecker(Rules rules, List<NodeId> nodes, List<NodeId> voters, List<DurableDisk> disks) {
    this.rules = rules;
    this.nodes = nodes;
    this.disks = disks;
    Membership first = Membership.initial(voters);
    this.mirrors = nodes.stream().map(node -> new LogMirror(first)).toList();
    this.memberships = new MembershipChecker(rules, committed);
    this.sessions = new SessionChecker(rules);
  }

  LogMirror mirror(int node) {
    return mirrors.get(node);
  }

  void booted(int node, RecoveredState recovered) {
    Snapshot snapshot = recovered.snapshot();
    List<LogEntry> replaced = snapshot == null ? List.of() : committed.upTo(snapshot.index());
    if (snapshot != null) {
      standsForCommitted(node, snapshot);
    }
    continuesFrom(node, replaced.size(), recovered.log());
    mirrors.get(node).booted(recovered.log(), replaced);
  }

  /** Takes over what was committed and applied before the run, by nodes of this term or before. */
  void goesOn(List<LogEntry> past, long term, SortedMap<Long, Long> digestsOfPast) {
    for (LogEntry entry : past) {
      committed.add(entry, term);
      if (entry.kind() == LogEntry.Kind.COMMAND) {
        sessions.applied(entry.index(), entry.command(), false);
      }
    }
    digests.putAll(digestsOfPast);
  }

  /** Takes over the log of a node: what is behind its snapshot, durable or not. */
  void goesOn(int node, RaftStatus status, List<LogEntry> behindSnapshot) {
    LogMirror mirror = mirrors.get(node);
    mirror.booted(behindSnapshot, committed.upTo(status.log().snapshotIndex()));
    mirror.applied(status.log().lastApplied());
    for (LogEntry entry : behindSnapshot) {
      Known found = new Known(entry, mirror.termAt(entry.index() - 1));
      known.putIfAbsent(entry.position(), found);
    }
  }

  private void continuesFrom(int node, long index, List<LogEntry> log) {
    long last = index;
    for (LogEntry entry : log) {
      last++;
      if (entry.index() != last) {
        throw rules.broken(
            Rule.SNAPSHOT,
            "%s starts with entry %s in the place of %d, behind a snapshot of %d",
            nodes.get(node),
            entry.position(),
            last,
            index);
      }
    }
  }

  void truncated(int node, RaftEffect.TruncateLog truncate, RaftStatus before, RaftStatus after) {
    LogMirror mirror = mirrors.get(node);
    boolean leads = before.role() == RoleName.LEADER && after.role() == RoleName.LEADER;
    if (leads && before.hardState().currentTerm() == after.hardState().currentTerm()) {
      throw rules.broken(
          Rule.LEADER_APPEND_ONLY, "%s removes from %d", nodes.get(node), truncate.fromIndex());
    }
    LogEntry removed = mirror.entry(truncate.fromIndex());
    LogEntry kept = committed.entry(truncate.fromIndex());
    if (kept != null && kept.equals(removed) && mustKeep(kept.index(), before, after)) {
      throw rules.broken(
          Rule.COMMITTED_STAYS, "%s removes entry %s", nodes.get(node), kept.position());
    }
    mirror.truncate(truncate.fromIndex());
  }

  /**
   * Every leader of the term that committed an entry, or of a later one, has it, so nobody removes
   * it in such a term [Raft §5.4.3]. In an earlier term a node may that slept: its copy was not
   * counted, and a leader that was deposed before may still tell it to.
   */
  private boolean mustKeep(long index, RaftStatus before, RaftStatus after) {
    return after.hardState().currentTerm() >= committed.committedIn(index)
        || before.log().commitIndex() >= index;
  }

  void appended(int node, RaftEffect.AppendToLog append) {
    LogMirror mirror = mirrors.get(node);
    for (LogEntry entry : append.entries()) {
      long prevTerm = mirror.termAt(entry.index() - 1);
      Known first = known.putIfAbsent(entry.position(), new Known(entry, prevTerm));
      boolean differs =
          first != null && (first.prevTerm() != prevTerm || !first.entry().equals(entry));
      if (differs || entry.index() != mirror.lastIndex() + 1) {
        throw rules.broken(
            Rule.LOG_MATCHING,
            "%s holds another entry or another past at %s (behind term %d, %d entries)",
            nodes.get(node),
            entry.position(),
            prevTerm,
            mirror.lastIndex());
      }
      memberships.appended(nodes.get(node), mirror.membership(), entry);
      mirror.append(entry);
    }
  }

  /** Notes that a snapshot takes the place of a log that does not contain its last entry. */
  void saving(int node, RaftEffect.SaveSnapshot save) {
    if (save.suffix() == RaftEffect.LogSuffix.DISCARDED) {
      standsForCommitted(node, save.snapshot());
      mirrors.get(node).replace(committed.upTo(save.snapshot().index()));
    }
  }

  /** Checks a snapshot that a node keeps in place of entries; they are committed by now. */
  void saved(int node, RaftEffect.SaveSnapshot save) {
    LogMirror mirror = mirrors.get(node);
    Snapshot snapshot = save.snapshot();
    standsForCommitted(node, snapshot);
    if (snapshot.index() < mirror.snapshotIndex()) {
      throw rules.broken(
          Rule.SNAPSHOT,
          "%s goes back from a snapshot of %d to one of %d",
          nodes.get(node),
          mirror.snapshotIndex(),
          snapshot.index());
    }
    mirror.snapshot(snapshot.index());
  }

  private void standsForCommitted(int node, Snapshot snapshot) {
    LogEntry last = committed.entry(snapshot.index());
    if (last == null || !last.position().equals(snapshot.lastIncluded())) {
      throw rules.broken(
          Rule.SNAPSHOT,
          "%s keeps a snapshot of %s where %s is committed",
          nodes.get(node),
          snapshot.lastIncluded(),
          last);
    }
  }

  /** Checks that a state is not replaced by an older one. */
  void restored(int node, Snapshot snapshot) {
    LogMirror mirror = mirrors.get(node);
    if (snapshot.index() < mirror.applied()) {
      throw rules.broken(
          Rule.STATE_MACHINE_SAFETY,
          "%s goes back from index %d to a snapshot of %d",
          nodes.get(node),
          mirror.applied(),
          snapshot.index());
    }
    mirror.applied(snapshot.index());
  }

  /** Returns what is committed, as far as any node knows. */
  CommittedLog committed() {
    return committed;
  }

  /** Checks what a node newly takes for committed. */
  void committed(int node, Membership membershipBefore, RaftStatus before, RaftStatus after) {
    long commitIndex = after.log().commitIndex();
    long term = after.hardState().currentTerm();
    for (long index = before.log().commitIndex() + 1; index <= commitIndex; index++) {
      LogEntry entry = mirrors.get(node).entry(index);
      LogEntry first = committed.entry(index);
      if (entry == null || (first != null && !first.equals(entry))) {
        throw rules.broken(
            Rule.STATE_MACHINE_SAFETY,
            "%s commits %s at %d where %s is committed",
            nodes.get(node),
            entry,
            index,
            first);
      }
      if (first == null) {
        committed.add(entry, term);
      }
    }
    if (rules.seeCauses() && after.role() == RoleName.LEADER) {
      checkQuorum(node, membershipBefore, commitIndex, term);
    }
  }

  private void checkQuorum(int node, Membership before, long commitIndex, long term) {
    LogMirror mirror = mirrors.get(node);
    LogEntry entry = mirror.entry(commitIndex);
    boolean quorum =
        hasQuorum(mirror.membership(), commitIndex, entry) || hasQuorum(before, commitIndex, entry);
    if (!quorum || entry == null || entry.term() != term) {
      throw rules.broken(
          Rule.COMMIT_BY_QUORUM,
          "%s commits %d (%s) in term %d without a durable majority of %s",
          nodes.get(node),
          commitIndex,
          entry == null ? "no entry" : entry.position(),
          term,
          mirror.membership().voters());
    }
  }

  private boolean hasQuorum(Membership membership, long index, @Nullable LogEntry entry) {
    int holders = 0;
    for (NodeId voter : membership.voters()) {
      DurableDisk disk = disks.get(nodes.indexOf(voter));
      LogEntry held = disk.durableEntry(index);
      boolean holds = held != null ? held.equals(entry) : index <= disk.durableSnapshotIndex();
      holders += holds ? 1 : 0;
    }
    return holders >= membership.quorum();
  }

  /** Checks that a new leader has what earlier terms committed. */
  void elected(int node, long term) {
    LogEntry last = committed.lastBefore(term);
    if (last != null && !last.equals(mirrors.get(node).entry(last.index()))) {
      throw rules.broken(
          Rule.LEADER_COMPLETENESS,
          "%s leads term %d without the committed entry %s",
          nodes.get(node),
          term,
          last.position());
    }
  }

  void applied(int node, RaftEffect.ApplyCommitted apply) {
    LogMirror mirror = mirrors.get(node);
    for (LogEntry entry : apply.entries()) {
      LogEntry first = committed.entry(entry.index());
      long before = mirror.applied();
      if (entry.index() != before + 1 || first == null || !first.equals(entry)) {
        throw rules.broken(
            Rule.STATE_MACHINE_SAFETY,
            "%s applies %s after index %d where %s is committed",
            nodes.get(node),
            entry.position(),
            before,
            first);
      }
      mirror.applied(entry.index());
    }
  }

  /** Checks the state of a node after a command. */
  void performed(int node, MasterFact.CommandApplied applied) {
    Map.Entry<Long, Long> last = digests.lastEntry();
    if (last == null || last.getKey() < applied.index()) {
      boolean changes = last != null && last.getValue() != applied.digest();
      sessions.applied(applied.index(), applied.command(), changes);
    }
    digest(node, applied.index(), applied.digest());
  }

  private void digest(int node, long index, long digest) {
    Long first = digests.putIfAbsent(index, digest);
    if (first != null && first != digest) {
      throw rules.broken(
          Rule.SAME_DIGEST,
          "%s has digest %016x after index %d, another node had %016x",
          nodes.get(node),
          digest,
          index,
          first);
    }
  }

  /** Checks the state of a node that has just restored a snapshot of an index. */
  void restoredDigest(int node, long index, long digest) {
    Map.Entry<Long, Long> last = digests.floorEntry(index);
    if (last != null) {
      digest(node, last.getKey(), digest);
    }
  }
}
