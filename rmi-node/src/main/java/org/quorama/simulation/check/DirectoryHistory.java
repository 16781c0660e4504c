package org.quorama.simulation.check;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
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
  /** What a refusal says of the directory; others speak of the cluster. */
  private static final Set<ErrorCode> OF_NAMES =
      EnumSet.of(
          ErrorCode.EXISTS,
          ErrorCode.NOT_FOUND,
          ErrorCode.NOT_EMPTY,
          ErrorCode.NOT_A_DIRECTORY,
          ErrorCode.IS_A_DIRECTORY,
          ErrorCode.INVALID);

  private final Rules rules;
  private final FilePath directory;

  /** Since which index it held what. */
  private final TreeMap<Long, DirectoryState> states = new TreeMap<>();

  DirectoryHistory(Rules rules, FilePath directory) {
    this.rules = rules;
    this.directory = directory;
    states.put(0L, DirectoryState.of(directory, null));
  }

  /** Takes note of what an entry left. */
  void applied(long index, Namespace namespace) {
    DirectoryState now = DirectoryState.of(directory, namespace.find(directory).node());
    if (!states.lastEntry().getValue().equals(now)) {
      states.put(index, now);
    }
  }

  private DirectoryState at(long index) {
    return states.floorEntry(index).getValue();
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

  /** Nothing else changes in the directory at the index of a change. */
  private boolean isTrue(FileOperation operation, OperationReply reply) {
    long index = reply.index();
    if (operation instanceof FileOperation.Query) {
      return at(index).shows(operation, reply.value());
    }
    DirectoryState before = at(index - 1);
    return before.refusals(operation).isEmpty() && before.after(operation, index).equals(at(index));
  }

  private boolean isRightlyRefused(FileOperation operation, ErrorCode code, long floor) {
    return !OF_NAMES.contains(code)
        || states.tailMap(states.floorKey(floor)).values().stream()
            .anyMatch(state -> state.refusals(operation).contains(code));
  }
}
