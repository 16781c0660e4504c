package org.quorama.simulation.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.simulation.check.Rules.Rule;

/** Counts anew who has which chunk: files, their copies under way, sessions [GFS §3.4]. */
final class References {
  private final Map<ChunkId, Integer> counts = new HashMap<>();

  private References() {}

  /** Counts in a namespace, in what was deleted and can be had back, too. */
  static References in(Namespace namespace) {
    References all = new References();
    FileNode root = namespace.find(FilePath.ROOT).node();
    if (root != null) {
      all.add(root);
    }
    namespace
        .deleted()
        .forEach(
            entry -> {
              FileNode hidden = namespace.find(entry.now().path()).node();
              if (hidden != null) {
                all.add(hidden);
              }
            });
    namespace
        .sessionTimeouts()
        .keySet()
        .forEach(id -> namespace.reserved(id).forEach(entry -> all.add(entry.chunk())));
    return all;
  }

  private void add(FileNode node) {
    node.chunks().forEach(this::add);
    node.copiesUnderWay().forEach(this::add);
    node.children().values().forEach(this::add);
  }

  private void add(ChunkId chunk) {
    counts.merge(chunk, 1, Integer::sum);
  }

  /** Checks that every chunk is known, and counted as often. */
  void check(Rules rules, Collection<ChunkEntry> known) {
    Map<ChunkId, Integer> unknown = new HashMap<>(counts);
    for (ChunkEntry entry : known) {
      Integer count = unknown.remove(entry.chunk());
      if (count == null || count != entry.references()) {
        throw rules.broken(
            Rule.REFERENCES,
            "%s is counted %d times, %d have it",
            entry.chunk(),
            entry.references(),
            count == null ? 0 : count);
      }
    }
    if (!unknown.isEmpty()) {
      throw rules.broken(Rule.REFERENCES, "files have %s, which nobody knows", unknown.keySet());
    }
  }
}
