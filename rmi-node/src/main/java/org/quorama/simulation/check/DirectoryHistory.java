package org.quorama.simulation.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.simulation.check.Rules.Rule;

/**
 * What one directory held after each committed entry. All clients change it at once, and whatever
 * they are told must be true at one moment between their call and its answer: the index of an
 * answer names that moment; a refusal must be right at any of them.
 */
final class DirectoryHistory {
  private final Rules rules;
  private final FilePath directory;

  /** Since which index it held what: who made each name; before the first it was not there. */
  private final TreeMap<Long, Map<String, Long>> states = new TreeMap<>();

  DirectoryHistory(Rules rules, FilePath directory) {
    this.rules = rules;
    this.directory = directory;
  }

  /** Takes note of what an entry left. */
  void applied(long index, Namespace namespace) {
    FileNode node = namespace.find(directory).node();
    if (node == null) {
      return;
    }
    Map<String, Long> now =
        node.children().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    child -> child.getValue().describe(directory).createdIndex()));
    if (states.isEmpty() || !states.lastEntry().getValue().equals(now)) {
      states.put(index, now);
    }
  }

  private @Nullable Map<String, Long> at(long index) {
    Map.Entry<Long, Map<String, Long>> found = states.floorEntry(index);
    return found == null ? null : found.getValue();
  }

  /**
   * Checks an answer to an operation that was asked when what is at {@code floor} had been answered
   * already.
   */
  void check(FileOperation operation, OperationReply reply, long floor) {
    boolean holds =
        switch (reply.outcome()) {
          case OK -> isTrue(operation, reply);
          case FAIL -> isRightlyRefused(operation, reply.code(), floor);
          case UNKNOWN -> true;
        };
    if (!holds) {
      throw rules.broken(
          Rule.LINEARIZABLE,
          "%s, asked after index %d, is answered with %s, but %s held %s",
          operation,
          floor,
          reply,
          directory,
          states.tailMap(reply.outcome() == Outcome.OK ? reply.index() - 1 : floor));
    }
  }

  private boolean isTrue(FileOperation operation, OperationReply reply) {
    long index = reply.index();
    Map<String, Long> before = at(index - 1);
    Map<String, Long> now = at(index);
    if (now == null) {
      return false;
    } else if (operation instanceof FileOperation.CreateFile create) {
      return before != null
          && !before.containsKey(create.path().name())
          && Long.valueOf(index).equals(now.get(create.path().name()));
    } else if (operation instanceof FileOperation.Delete delete) {
      String name = delete.path().name();
      return before != null && before.containsKey(name) && !now.containsKey(name);
    } else if (operation instanceof FileOperation.Rename rename) {
      Long moved = before == null ? null : before.get(rename.from().name());
      return moved != null
          && moved.equals(now.get(rename.to().name()))
          && !now.containsKey(rename.from().name());
    }
    return isSeen(reply.value(), now);
  }

  private static boolean isSeen(@Nullable OperationValue value, Map<String, Long> now) {
    if (value instanceof OperationValue.Attributes seen) {
      return Long.valueOf(seen.createdIndex()).equals(now.get(seen.path().name()));
    }
    return !(value instanceof OperationValue.Listing listing)
        || now.equals(
            listing.entries().stream()
                .collect(
                    Collectors.toMap(
                        entry -> entry.path().name(), OperationValue.Attributes::createdIndex)));
  }

  private boolean isRightlyRefused(FileOperation operation, ErrorCode code, long floor) {
    if (code != ErrorCode.EXISTS && code != ErrorCode.NOT_FOUND) {
      return true;
    }
    boolean exists = code == ErrorCode.EXISTS;
    if (operation instanceof FileOperation.CreateFile create) {
      return exists
          ? ever(floor, held -> held.containsKey(create.path().name()))
          : !wasThere(floor);
    } else if (operation instanceof FileOperation.Rename rename) {
      FilePath path = exists ? rename.to() : rename.from();
      return ever(floor, held -> held.containsKey(path.name()) == exists) || !wasThere(floor);
    } else if (operation instanceof FileOperation.Delete delete) {
      return ever(floor, held -> !held.containsKey(delete.path().name())) || !wasThere(floor);
    } else if (operation instanceof FileOperation.Stat stat) {
      return ever(floor, held -> !held.containsKey(stat.path().name())) || !wasThere(floor);
    }
    return exists || !wasThere(floor);
  }

  private boolean wasThere(long floor) {
    return at(floor) != null;
  }

  /** Tells whether something held at any moment from an index on. */
  private boolean ever(long floor, Predicate<Map<String, Long>> wanted) {
    Map<String, Long> first = at(floor);
    Collection<Map<String, Long>> later = states.tailMap(floor).values();
    return (first == null ? List.<Map<String, Long>>of() : List.of(first)).stream().anyMatch(wanted)
        || later.stream().anyMatch(wanted);
  }
}
