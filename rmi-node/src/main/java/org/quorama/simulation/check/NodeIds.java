package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.Map;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.tree.FileNode;
import org.quorama.simulation.check.Rules.Rule;

/**
 * Checks the ids of files and directories, one look at all of them after the other: two names never
 * lead to one id, and an id that was gone never comes back.
 */
final class NodeIds {
  private final Rules rules;

  /** The index that made each node, by its id: as it was at the last look. */
  private Map<Long, Long> before = Map.of();

  /** The same, of the look that has begun. */
  private Map<Long, Long> now = new HashMap<>();

  /** The greatest id at the last look. */
  private long greatest = -1;

  NodeIds(Rules rules) {
    this.rules = rules;
  }

  void begin() {
    now = new HashMap<>();
  }

  void has(FilePath path, FileNode node) {
    long made = node.describe(path).createdIndex();
    if (now.put(node.id(), made) != null) {
      throw rules.broken(
          Rule.NAMESPACE_TREE, "what %s leads to has another name, too: id %d", path, node.id());
    }
    Long madeBefore = before.get(node.id());
    boolean isOld = madeBefore != null && madeBefore == made;
    if (node.id() <= greatest && !isOld) {
      throw rules.broken(
          Rule.IDS_GIVEN_ONCE,
          "%s was made by index %d with id %d, which was given before",
          path,
          made,
          node.id());
    }
  }

  /** Returns how many nodes there are here and below. */
  int hasAll(FilePath path, FileNode node) {
    has(path, node);
    return 1 + node.children().values().stream().mapToInt(child -> hasAll(path, child)).sum();
  }

  void end() {
    now.keySet().forEach(id -> greatest = Math.max(greatest, id));
    before = now;
  }
}
