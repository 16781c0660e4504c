package org.quorama.simulation.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one register, ready to be ordered. Immutable.
 *
 * @param known those that certainly happened, by their calls
 * @param maybes writes that may have happened, by their calls, conditional ones first
 */
record KeyHistory(List<Operation> known, List<Operation> maybes) {
  /** Stands for all values that nobody ever saw: they need not be told apart. */
  private static final String UNSEEN = "\0unseen";

  private static final Comparator<Operation> BY_CALL =
      Comparator.comparingLong(Operation::invokedNanos).thenComparingInt(Operation::process);

  KeyHistory {
    known = List.copyOf(known);
    maybes = List.copyOf(maybes);
  }

  /** Sorts operations, and finds out the versions that reads tell of unknown writes. */
  static KeyHistory of(List<Operation> operations) {
    Map<String, TreeSet<Long>> seen = versionsSeen(operations);
    Map<String, Long> writers =
        writes(operations)
            .collect(
                Collectors.groupingBy(
                    RegisterAction.Write::value, TreeMap::new, Collectors.counting()));
    List<Operation> maybes = new ArrayList<>();
    for (Operation operation : operations) {
      if (!operation.isKnown() && operation.action() instanceof RegisterAction.Write write) {
        boolean alone = Objects.equals(writers.get(write.value()), 1L);
        maybes.add(told(operation, write, seen.get(write.value()), alone));
      }
    }
    maybes.sort(
        Comparator.<Operation, Boolean>comparing(KeyHistory::isBlind).thenComparing(BY_CALL));
    return new KeyHistory(
        operations.stream().filter(Operation::isKnown).sorted(BY_CALL).toList(), maybes);
  }

  private static boolean isBlind(Operation maybe) {
    return !RegisterState.observes(maybe.action());
  }

  private static Map<String, TreeSet<Long>> versionsSeen(List<Operation> operations) {
    Map<String, TreeSet<Long>> seen = new TreeMap<>();
    for (Operation operation : operations) {
      if (operation.isKnown()
          && operation.action() instanceof RegisterAction.Read read
          && read.value() != null) {
        seen.computeIfAbsent(read.value(), value -> new TreeSet<>()).add(read.version());
      }
    }
    return seen;
  }

  private static Stream<RegisterAction.Write> writes(List<Operation> operations) {
    return operations.stream()
        .map(Operation::action)
        .filter(RegisterAction.Write.class::isInstance)
        .map(RegisterAction.Write.class::cast);
  }

  private static Operation told(
      Operation maybe,
      RegisterAction.Write write,
      @Nullable TreeSet<Long> versions,
      boolean alone) {
    RegisterAction.Write better = write;
    if (versions == null && write.version() == RegisterAction.NO_VERSION) {
      better = new RegisterAction.Write(UNSEEN, write.ifVersion(), write.version());
    } else if (versions != null && versions.size() == 1 && alone) {
      better = new RegisterAction.Write(write.value(), write.ifVersion(), versions.first());
    }
    return new Operation(
        maybe.process(), maybe.key(), better, maybe.invokedNanos(), maybe.returnedNanos());
  }
}
