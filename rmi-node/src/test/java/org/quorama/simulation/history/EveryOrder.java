package org.quorama.simulation.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quorama.simulation.history.RegisterAction.Read;
import org.quorama.simulation.history.RegisterAction.Refused;
import org.quorama.simulation.history.RegisterAction.Write;

/**
 * Decides linearizability of one register's small history by trying every order, every choice of
 * unknown writes and every version that these may have got.
 */
final class EveryOrder {
  private static final long HIGHEST = 12;

  private final List<Operation> operations;

  private EveryOrder(List<Operation> operations) {
    this.operations = operations;
  }

  static boolean isLinearizable(List<Operation> operations) {
    return new EveryOrder(operations).canGoOn(new ArrayList<>(), null, 0);
  }

  private boolean canGoOn(List<Operation> done, @Nullable String value, long version) {
    if (operations.stream().allMatch(it -> done.contains(it) || !it.isKnown())) {
      return true;
    }
    for (Operation next : operations) {
      if (!done.contains(next) && mayComeNext(next, done)) {
        List<Operation> longer = new ArrayList<>(done);
        longer.add(next);
        if (happens(next, longer, value, version)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean mayComeNext(Operation next, List<Operation> done) {
    return operations.stream()
        .filter(other -> !done.contains(other))
        .noneMatch(other -> other.returnedNanos() < next.invokedNanos());
  }

  private boolean happens(
      Operation next, List<Operation> done, @Nullable String value, long version) {
    if (next.action() instanceof Read read) {
      return Objects.equals(read.value(), value)
          && read.version() == version
          && canGoOn(done, value, version);
    }
    if (next.action() instanceof Refused refused) {
      return refused.ifVersion() != version && canGoOn(done, value, version);
    }
    Write write = (Write) next.action();
    if (write.ifVersion() != RegisterAction.ANY_VERSION && write.ifVersion() != version) {
      return false;
    }
    if (write.version() != RegisterAction.NO_VERSION) {
      return write.version() > version && canGoOn(done, write.value(), write.version());
    }
    for (long chosen = version + 1; chosen <= HIGHEST; chosen++) {
      if (canGoOn(done, write.value(), chosen)) {
        return true;
      }
    }
    return false;
  }
}
