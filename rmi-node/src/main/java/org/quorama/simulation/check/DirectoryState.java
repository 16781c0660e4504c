package org.quorama.simulation.check;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.tree.FileNode;
import org.quorama.protocol.ErrorCode;

/**
 * A directory with all below it at one moment, and what any operation on it would then do: what it
 * would leave, or why it would be refused. It is worked out from paths alone, unlike what the
 * master does. Immutable.
 *
 * @param names all paths that are there, those of the directory and its parent among them
 */
record DirectoryState(Map<FilePath, Name> names) {
  DirectoryState {
    names = Map.copyOf(names);
  }

  /** What is at a path: which entry made it. */
  record Name(long createdIndex, boolean isDirectory) {}

  /** Returns the state of a directory that may be missing, and whose parent never is. */
  static DirectoryState of(FilePath directory, @Nullable FileNode node) {
    HashMap<FilePath, Name> names = new HashMap<>();
    names.put(directory.parent().orElseThrow(), new Name(0, true));
    if (node != null) {
      collect(names, directory, node);
    }
    return new DirectoryState(names);
  }

  private static void collect(Map<FilePath, Name> names, FilePath path, FileNode node) {
    names.put(path, new Name(node.describe(path).createdIndex(), node.isDirectory()));
    node.children().forEach((name, child) -> collect(names, path.resolve(name), child));
  }

  /** Returns why an operation would be refused, nothing if it would be done. */
  Set<ErrorCode> refusals(FileOperation operation) {
    if (operation instanceof FileOperation.CreateFile create) {
      return taken(create.path());
    } else if (operation instanceof FileOperation.MakeDirectory make) {
      return taken(make.path());
    } else if (operation instanceof FileOperation.Delete delete) {
      Set<ErrorCode> codes = missing(delete.path());
      addIf(codes, ErrorCode.NOT_EMPTY, below(delete.path()).size() > 1);
      return codes;
    } else if (operation instanceof FileOperation.DeleteTree delete) {
      return missing(delete.path());
    } else if (operation instanceof FileOperation.Rename rename) {
      return unmovable(rename.from(), rename.to());
    } else if (operation instanceof FileOperation.Snapshot snapshot) {
      return unmovable(snapshot.from(), snapshot.to());
    } else if (operation instanceof FileOperation.Replace replace) {
      return irreplaceable(replace);
    } else if (operation instanceof FileOperation.ListDirectory list) {
      Set<ErrorCode> codes = missing(list.path());
      addIf(codes, ErrorCode.NOT_A_DIRECTORY, isFile(list.path()));
      return codes;
    }
    return missing(((FileOperation.Stat) operation).path());
  }

  private Set<ErrorCode> unmovable(FilePath from, FilePath to) {
    Set<ErrorCode> codes = missing(from);
    codes.addAll(taken(to));
    addIf(codes, ErrorCode.INVALID, to.startsWith(from));
    return codes;
  }

  private Set<ErrorCode> irreplaceable(FileOperation.Replace replace) {
    boolean areBoth = names.containsKey(replace.from()) && names.containsKey(replace.to());
    if (!areBoth) {
      return unmovable(replace.from(), replace.to());
    }
    EnumSet<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    boolean areFiles = isFile(replace.from()) && isFile(replace.to());
    addIf(codes, ErrorCode.EXISTS, !areFiles && !replace.from().equals(replace.to()));
    return codes;
  }

  /** Returns why a path leads nowhere. */
  private Set<ErrorCode> missing(FilePath path) {
    return names.containsKey(path) ? EnumSet.noneOf(ErrorCode.class) : EnumSet.of(lostAt(path));
  }

  private ErrorCode lostAt(FilePath path) {
    FilePath parent = path.parent().orElse(path);
    boolean isLostBefore = !parent.equals(path) && !names.containsKey(parent);
    if (isLostBefore) {
      return lostAt(parent);
    }
    return isFile(parent) ? ErrorCode.NOT_A_DIRECTORY : ErrorCode.NOT_FOUND;
  }

  /** Returns why nothing can be made at a path. */
  private Set<ErrorCode> taken(FilePath path) {
    if (names.containsKey(path)) {
      return EnumSet.of(ErrorCode.EXISTS);
    }
    FilePath parent = path.parent().orElse(path);
    Name above = names.get(parent);
    boolean isFree = above != null && above.isDirectory();
    return isFree ? EnumSet.noneOf(ErrorCode.class) : EnumSet.of(lostAt(path));
  }

  private static void addIf(Set<ErrorCode> codes, ErrorCode code, boolean isTrue) {
    if (isTrue) {
      codes.add(code);
    }
  }

  private boolean isFile(FilePath path) {
    Name name = names.get(path);
    return name != null && !name.isDirectory();
  }

  /** Returns what is there after a change that {@link #refusals} has nothing against. */
  DirectoryState after(FileOperation change, long index) {
    HashMap<FilePath, Name> next = new HashMap<>(names);
    if (change instanceof FileOperation.CreateFile create) {
      next.put(create.path(), new Name(index, false));
    } else if (change instanceof FileOperation.MakeDirectory make) {
      next.put(make.path(), new Name(index, true));
    } else if (change instanceof FileOperation.Delete delete) {
      next.remove(delete.path());
    } else if (change instanceof FileOperation.DeleteTree delete) {
      next.keySet().removeAll(below(delete.path()).keySet());
    } else if (change instanceof FileOperation.Rename rename) {
      move(next, rename.from(), rename.to());
    } else if (change instanceof FileOperation.Replace replace) {
      move(next, replace.from(), replace.to());
    } else if (change instanceof FileOperation.Snapshot snapshot) {
      below(snapshot.from())
          .forEach(
              (path, name) ->
                  next.put(
                      path.moved(snapshot.from(), snapshot.to()),
                      new Name(index, name.isDirectory())));
    }
    return new DirectoryState(next);
  }

  private void move(Map<FilePath, Name> next, FilePath from, FilePath to) {
    Map<FilePath, Name> all = below(from);
    next.keySet().removeAll(all.keySet());
    all.forEach((path, name) -> next.put(path.moved(from, to), name));
  }

  /** Returns what is at a path and below. */
  private Map<FilePath, Name> below(FilePath path) {
    HashMap<FilePath, Name> all = new HashMap<>(names);
    all.keySet().removeIf(each -> !each.startsWith(path));
    return all;
  }

  /** Tells whether the answer to a question shows what is there. */
  boolean shows(FileOperation question, @Nullable OperationValue value) {
    if (value instanceof OperationValue.Attributes seen) {
      return nameOf(seen).equals(names.get(seen.path()));
    }
    if (value instanceof OperationValue.Listing listing
        && question instanceof FileOperation.ListDirectory list) {
      HashMap<FilePath, Name> seen = new HashMap<>();
      listing.entries().forEach(entry -> seen.put(entry.path(), nameOf(entry)));
      HashMap<FilePath, Name> children = new HashMap<>(names);
      children.keySet().removeIf(each -> each.parent().filter(list.path()::equals).isEmpty());
      return children.equals(seen);
    }
    return false;
  }

  private static Name nameOf(OperationValue.Attributes seen) {
    return new Name(seen.createdIndex(), seen.directory());
  }
}
