package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.Found;
import org.quorama.metadata.tree.Namespace;
import org.quorama.raft.log.LogEntry;
import org.quorama.simulation.check.Rules.Rule;

/** The state that all committed entries make, whoever of the nodes has applied them. */
final class ShadowMaster {
  /** After how many entries everything is looked at. */
  private static final long AUDIT = 256;

  private static final FilePath DELETED = FilePath.ROOT.resolve(".deleted");

  private final Rules rules;
  private final Namespace namespace;
  private final CommittedLog log;
  private long applied;
  private long audited;

  ShadowMaster(Rules rules, int chunkSizeBytes, CommittedLog log) {
    this.rules = rules;
    this.namespace = new Namespace(chunkSizeBytes);
    this.log = log;
  }

  /** Returns what is committed about a chunk, empty if no file has it. */
  Optional<ChunkEntry> chunk(ChunkId chunk) {
    catchUp();
    return namespace.chunk(chunk);
  }

  /** Tells whether a version of a chunk is the one that is committed. */
  boolean isConfirmed(ChunkId chunk, ChunkVersion version) {
    ChunkEntry entry = chunk(chunk).orElse(null);
    return entry != null
        && entry.confirmed() != null
        && entry.confirmed().version().equals(version);
  }

  /** Returns what is committed about all chunks. */
  SortedMap<ChunkId, ChunkEntry> chunks() {
    catchUp();
    return namespace.chunks();
  }

  private void catchUp() {
    while (applied < log.lastIndex()) {
      applied++;
      LogEntry entry = log.entry(applied);
      if (entry != null && entry.kind() == LogEntry.Kind.COMMAND) {
        namespace.perform(applied, entry.command());
      }
    }
    if (applied >= audited + AUDIT) {
      audited = applied;
      audit();
    }
  }

  /** Checks that every chunk is counted as often as files have it [GFS §3.4]. */
  private void audit() {
    Map<ChunkId, Integer> counts = new HashMap<>();
    for (FilePath top : List.of(FilePath.ROOT, DELETED)) {
      Found found = namespace.find(top);
      if (found.node() != null) {
        found.node().chunksBelow().forEach(chunk -> counts.merge(chunk, 1, Integer::sum));
      }
    }
    namespace.chunks().forEach((chunk, entry) -> audit(entry, counts.getOrDefault(chunk, 0)));
    counts.keySet().removeAll(namespace.chunks().keySet());
    if (!counts.isEmpty()) {
      throw rules.broken(Rule.REFERENCES, "files have %s, which nobody knows", counts.keySet());
    }
  }

  private void audit(ChunkEntry entry, int count) {
    boolean isBeingCopied = count == 0 && entry.references() == 1;
    if (count != entry.references() && !isBeingCopied) {
      throw rules.broken(
          Rule.REFERENCES,
          "%s is counted %d times, %d files have it",
          entry.chunk(),
          entry.references(),
          count);
    }
  }
}
