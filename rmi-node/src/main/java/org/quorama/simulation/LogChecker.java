package org.quorama.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.simulation.Rules.Rule;

/** Checks what is replicated, committed and applied, over the whole run and all boots. */
final class LogChecker {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final List<SimulatedDisk> disks;
  private final List<LogMirror> mirrors;

  /** Every entry that any log ever held, and the term of the one before it. */
  private final Map<LogPosition, Known> known = new HashMap<>();

  /** The committed entries of the cluster, from index 1, each with the term that committed it. */
  private final ArrayList<Committed> committed = new ArrayList<>();

  /** The digest of the state after an index, as the first node that applied it had it. */
  private final Map<Long, Long> digests = new HashMap<>();

  private record Known(LogEntry entry, long prevTerm) {}

  private record Committed(LogEntry entry, long byTerm) {}

  LogChecker(Rules rules, List<NodeId> nodes, List<SimulatedDisk> disks) {
    this.rules = rules;
    this.nodes = nodes;
    this.disks = disks;
    this.mirrors = IntStream.range(0, nodes.size()).mapToObj(i -> new LogMirror()).toList();
  }

  LogMirror mirror(int node) {
    return mirrors.get(node);
  }

  void booted(int node, List<LogEntry> recovered) {
    mirrors.get(node).booted(recovered);
  }

  void truncated(int node, RaftEffect.TruncateLog truncate, RaftStatus before, RaftStatus after) {
    LogMirror mirror = mirrors.get(node);
    boolean leads = before.role() == RoleName.LEADER && after.role() == RoleName.LEADER;
    if (leads && before.hardState().currentTerm() == after.hardState().currentTerm()) {
      throw rules.broken(
          Rule.LEADER_APPEND_ONLY, "%s removes from %d", nodes.get(node), truncate.fromIndex());
    }
    LogEntry removed = mirror.entry(truncate.fromIndex());
    LogEntry kept = committedEntry(truncate.fromIndex());
    if (kept != null && kept.equals(removed)) {
      throw rules.broken(
          Rule.COMMITTED_STAYS, "%s removes entry %s", nodes.get(node), kept.position());
    }
    mirror.truncate(truncate.fromIndex());
  }

  void appended(int node, RaftEffect.AppendToLog append) {
    LogMirror mirror = mirrors.get(node);
    for (LogEntry entry : append.entries()) {
      long prevTerm = mirror.termAt(entry.index() - 1);
      Known first = known.putIfAbsent(entry.position(), new Known(entry, prevTerm));
      boolean differs =
          first != null && (first.prevTerm() != prevTerm || !same(first.entry(), entry));
      if (differs || entry.index() != mirror.lastIndex() + 1) {
        throw rules.broken(
            Rule.LOG_MATCHING,
            "%s holds another entry or another past at %s (behind term %d, %d entries)",
            nodes.get(node),
            entry.position(),
            prevTerm,
            mirror.lastIndex());
      }
      mirror.append(entry);
    }
  }

  private static boolean same(LogEntry one, LogEntry other) {
    return one.equals(other);
  }

  /** Checks what a node newly takes for committed. */
  void committed(int node, RaftStatus before, RaftStatus after) {
    long commitIndex = after.log().commitIndex();
    long term = after.hardState().currentTerm();
    for (long index = before.log().commitIndex() + 1; index <= commitIndex; index++) {
      LogEntry entry = mirrors.get(node).entry(index);
      LogEntry first = committedEntry(index);
      if (entry == null || (first != null && !same(first, entry))) {
        throw rules.broken(
            Rule.STATE_MACHINE_SAFETY,
            "%s commits %s at %d where %s is committed",
            nodes.get(node),
            entry,
            index,
            first);
      }
      if (first == null) {
        committed.add(new Committed(entry, term));
      }
    }
    if (rules.seeCauses() && after.role() == RoleName.LEADER) {
      checkQuorum(node, commitIndex, term);
    }
  }

  private void checkQuorum(int node, long commitIndex, long term) {
    LogEntry entry = mirrors.get(node).entry(commitIndex);
    int holders = 0;
    for (SimulatedDisk disk : disks) {
      LogEntry held = disk.durableEntry(commitIndex);
      if (held != null && held.equals(entry)) {
        holders++;
      }
    }
    if (holders <= disks.size() / 2 || entry == null || entry.term() != term) {
      throw rules.broken(
          Rule.COMMIT_BY_QUORUM,
          "%s commits %d (%s) in term %d with %d durable replicas",
          nodes.get(node),
          commitIndex,
          entry == null ? "no entry" : entry.position(),
          term,
          holders);
    }
  }

  /** Checks that a new leader has what earlier terms committed. */
  void elected(int node, long term) {
    int index = committed.size();
    while (index > 0 && committed.get(index - 1).byTerm() >= term) {
      index--; // committed after this election was decided, by a later term
    }
    LogEntry last = index == 0 ? null : committed.get(index - 1).entry();
    LogEntry held = mirrors.get(node).entry(index);
    if (last != null && !last.equals(held)) {
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
      LogEntry first = committedEntry(entry.index());
      boolean next = entry.index() == mirror.applied() + 1;
      if (!next || first == null || !same(first, entry)) {
        throw rules.broken(
            Rule.STATE_MACHINE_SAFETY,
            "%s applies %s after index %d where %s is committed",
            nodes.get(node),
            entry.position(),
            mirror.applied(),
            first);
      }
      mirror.applied(entry.index());
    }
  }

  void digest(int node, long index, long digest) {
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

  private @Nullable LogEntry committedEntry(long index) {
    return index <= committed.size() ? committed.get((int) index - 1).entry() : null;
  }

  /** A node's log as its effects made it, and how far it was applied in this boot. */
  static final class LogMirror {
    private final ArrayList<LogEntry> entries = new ArrayList<>();
    private long applied;

    void booted(List<LogEntry> recovered) {
      entries.clear();
      entries.addAll(recovered);
      applied = 0;
    }

    long lastIndex() {
      return entries.size();
    }

    @Nullable LogEntry entry(long index) {
      return index >= 1 && index <= entries.size() ? entries.get((int) index - 1) : null;
    }

    long termAt(long index) {
      LogEntry entry = entry(index);
      return entry == null ? 0 : entry.term();
    }

    void append(LogEntry entry) {
      entries.add(entry);
    }

    void truncate(long fromIndex) {
      entries.subList((int) fromIndex - 1, entries.size()).clear();
    }

    long applied() {
      return applied;
    }

    void applied(long index) {
      applied = index;
    }
  }
}
