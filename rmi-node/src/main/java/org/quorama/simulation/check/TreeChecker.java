package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.simulation.check.Rules.Rule;

/**
 * Checks that the namespace is a tree. It keeps a second one that is made of nothing but paths, so
 * that a name without its directory can be there and be seen. Of the master it takes only which
 * commands took effect; what they then did it works out itself, and compares.
 */
final class TreeChecker {
  private final Rules rules;
  private final NodeIds ids;

  /** All that can be seen but for the root, by path. */
  private final HashMap<FilePath, Kind> there = new HashMap<>();

  /** What can be undeleted, by the index that deleted it. */
  private final TreeMap<Long, Deleted> deleted = new TreeMap<>();

  private enum Kind {
    FILE,
    DIRECTORY
  }

  /** What was deleted at a path, by the paths at which it was. */
  private record Deleted(FilePath path, Map<FilePath, Kind> all) {}

  TreeChecker(Rules rules) {
    this.rules = rules;
    this.ids = new NodeIds(rules);
  }

  /** Checks a command that took effect at an index, in the order of the log. */
  void performed(long index, MetadataCommand command) {
    MetadataCommand inner =
        command instanceof MetadataCommand.Bounded bounded ? bounded.command() : command;
    if (inner instanceof MetadataCommand.ExpireDeleted expire) {
      expire.deletedIndexes().forEach(deleted::remove);
    } else {
      MetadataCommand.performOf(inner).ifPresent(once -> performed(index, once.mutation()));
    }
  }

  private void performed(long index, FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.MakeDirectory make) {
      enter(mutation, make.path(), Kind.DIRECTORY);
    } else if (mutation instanceof FileOperation.CreateFile create) {
      enter(mutation, create.path(), Kind.FILE);
    } else if (mutation instanceof FileOperation.CreateWritten create) {
      enter(mutation, create.path(), Kind.FILE);
    } else if (mutation instanceof FileOperation.Delete delete) {
      delete(index, mutation, delete.path());
    } else if (mutation instanceof FileOperation.DeleteTree delete) {
      deleted.put(index, new Deleted(delete.path(), take(mutation, delete.path())));
    } else if (mutation instanceof FileOperation.Undelete undelete) {
      undelete(mutation, undelete.path());
    } else if (mutation instanceof FileOperation.Rename rename) {
      move(mutation, rename.from(), rename.to());
    } else if (mutation instanceof FileOperation.Replace replace) {
      replace(index, replace);
    } else if (mutation instanceof FileOperation.Snapshot snapshot) {
      put(mutation, below(mutation, snapshot.from()), snapshot.from(), snapshot.to());
    }
  }

  private void delete(long index, FileOperation.Mutation mutation, FilePath path) {
    Map<FilePath, Kind> all = take(mutation, path);
    if (all.size() > 1) {
      throw broken(mutation, path, "is not empty");
    }
    if (all.containsValue(Kind.FILE)) {
      deleted.put(index, new Deleted(path, all));
    }
  }

  /** Brings back what was deleted last at a path, or what its hidden name begins to tell. */
  private void undelete(FileOperation.Mutation mutation, FilePath path) {
    for (long index : deleted.descendingKeySet()) {
      Deleted found = deleted.getOrDefault(index, new Deleted(path, Map.of()));
      boolean isHidden = FileNode.isHidden(path) && path.name().startsWith(index + "-");
      if (isHidden || found.path().equals(path)) {
        deleted.remove(index);
        put(mutation, found.all(), found.path(), found.path());
        return;
      }
    }
    throw broken(mutation, path, "was not deleted");
  }

  private void replace(long index, FileOperation.Replace replace) {
    boolean isSame = replace.from().equals(replace.to());
    if (there.containsKey(replace.to()) && !isSame) {
      delete(index, replace, replace.to());
    }
    if (!isSame) {
      move(replace, replace.from(), replace.to());
    }
  }

  private void move(FileOperation.Mutation mutation, FilePath from, FilePath to) {
    put(mutation, take(mutation, from), from, to);
  }

  private Map<FilePath, Kind> take(FileOperation.Mutation mutation, FilePath path) {
    Map<FilePath, Kind> all = below(mutation, path);
    there.keySet().removeAll(all.keySet());
    return all;
  }

  /** Returns what is at a path and below. */
  private Map<FilePath, Kind> below(FileOperation.Mutation mutation, FilePath path) {
    Kind kind = there.get(path);
    if (kind == null) {
      throw broken(mutation, path, "is not there");
    }
    HashMap<FilePath, Kind> all = new HashMap<>(Map.of(path, kind));
    if (kind == Kind.DIRECTORY) {
      there.entrySet().stream()
          .filter(each -> each.getKey().startsWith(path))
          .forEach(each -> all.put(each.getKey(), each.getValue()));
    }
    return all;
  }

  /** Puts what was at one path to another one: what is highest comes first. */
  private void put(
      FileOperation.Mutation mutation, Map<FilePath, Kind> all, FilePath from, FilePath to) {
    all.entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.names().size() - b.names().size()))
        .forEach(each -> enter(mutation, each.getKey().moved(from, to), each.getValue()));
  }

  /** Puts one name into its directory. */
  private void enter(FileOperation.Mutation mutation, FilePath path, Kind kind) {
    FilePath parent = path.parent().orElse(path);
    boolean hasParent = parent.names().isEmpty() || there.get(parent) == Kind.DIRECTORY;
    if (!hasParent) {
      throw broken(mutation, path, "would be in no directory");
    }
    if (path.names().isEmpty() || there.putIfAbsent(path, kind) != null) {
      throw broken(mutation, path, "was there before");
    }
  }

  private RuntimeException broken(FileOperation.Mutation mutation, FilePath path, String words) {
    return rules.broken(
        Rule.NAMESPACE_TREE, "%s takes effect, though %s %s", mutation, path, words);
  }

  /** Compares all that is there and all that was deleted, and looks at every id. */
  void audit(Namespace namespace) {
    ids.begin();
    FileNode root = namespace.find(FilePath.ROOT).node();
    int seen = root == null ? 0 : compare(FilePath.ROOT, root);
    List<OperationValue.DeletedEntry> hidden = namespace.deleted();
    hidden.forEach(entry -> compare(namespace, entry));
    if (seen != there.size() || hidden.size() != deleted.size()) {
      throw rules.broken(
          Rule.NAMESPACE_TREE,
          "the master has %d names and %d deleted ones where the log made %s and deleted %s",
          seen,
          hidden.size(),
          there.keySet(),
          deleted);
    }
    ids.end();
  }

  /** Returns how many names are below one. */
  private int compare(FilePath path, FileNode node) {
    ids.has(path, node); // before what is below: who comes back to itself never ends
    int count = 0;
    for (Map.Entry<String, FileNode> child : node.children().entrySet()) {
      FilePath below = path.resolve(child.getKey());
      Kind expected = there.get(below);
      Kind found = child.getValue().isDirectory() ? Kind.DIRECTORY : Kind.FILE;
      if (expected != found) {
        throw rules.broken(
            Rule.NAMESPACE_TREE,
            "the master has a %s at %s, the log made %s there",
            found,
            below,
            expected == null ? "nothing" : expected);
      }
      count += 1 + compare(below, child.getValue());
    }
    return count;
  }

  private void compare(Namespace namespace, OperationValue.DeletedEntry entry) {
    Deleted expected = deleted.get(entry.deletedIndex());
    FileNode node = namespace.find(entry.now().path()).node();
    boolean isSame =
        expected != null
            && node != null
            && expected.path().equals(entry.path())
            && expected.all().size() == ids.hasAll(entry.path(), node);
    if (!isSame) {
      throw rules.broken(
          Rule.NAMESPACE_TREE, "the master can undelete %s, the log %s", entry, expected);
    }
  }
}
