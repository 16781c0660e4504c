package org.quorama.simulation.history;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Looks for an order of one register's operations in which each could see what it saw, and none
 * comes before one that had returned before it was called. Confined to one thread.
 *
 * <p>It takes one operation after the other that may come next, goes back when none can, and never
 * visits a place twice: the same operations done and the same state. Two rules keep unknown writes
 * from blowing this up. They are tried last, and only if what comes next looks at the register:
 * without such a witness they might as well never have happened. Of several that lead to the same
 * state one is tried, a conditional one first, since its condition can never be true again.
 */
final class OrderSearch {
  private final KeyHistory history;
  private final CheckBounds bounds;
  private final BooleanSupplier outOfTime;

  /** Which known operations are in the order. */
  private final BitSet done = new BitSet();

  /** Which unknown ones are in the order. */
  private final BitSet used = new BitSet();

  /** The returns of known operations in their order in time: indexes of known. */
  private final int[] byReturn;

  private final Set<Place> visited = new HashSet<>();
  private final Deque<Step> path = new ArrayDeque<>();
  private RegisterState state = RegisterState.UNWRITTEN;

  /** True if the last step was an unknown write, which needs a witness next. */
  private boolean needsWitness;

  private int mostDone;
  private RegisterState atMostDone = RegisterState.UNWRITTEN;

  OrderSearch(KeyHistory history, CheckBounds bounds, BooleanSupplier outOfTime) {
    this.history = history;
    this.bounds = bounds;
    this.outOfTime = outOfTime;
    this.byReturn = returnsOf(history.known());
  }

  private record Place(
      int from, BitSet window, BitSet used, RegisterState state, boolean needsWitness) {}

  /** What led from a state to the next; unknown operations are numbered after the known ones. */
  private record Step(int operation, RegisterState before, boolean neededWitness, int returned) {}

  private static int[] returnsOf(List<Operation> known) {
    Integer[] order = new Integer[known.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (one, other) ->
            Long.compare(known.get(one).returnedNanos(), known.get(other).returnedNanos()));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** Searches; what it finds holds for this register only. */
  Verdict.Result run() {
    int firstReturn = 0;
    int candidate = 0;
    while (true) {
      firstReturn = skipDone(firstReturn);
      if (firstReturn == byReturn.length) {
        return Verdict.Result.PASS;
      }
      if (visited.size() > bounds.configurations() || outOfTime.getAsBoolean()) {
        return Verdict.Result.UNDECIDED;
      }
      int taken = take(candidate, firstReturn);
      if (taken >= 0) {
        candidate = firstOpen();
        continue;
      }
      if (path.isEmpty()) {
        return Verdict.Result.FAIL;
      }
      Step undone = goBack();
      firstReturn = undone.returned();
      candidate = undone.operation() + 1;
    }
  }

  private int skipDone(int from) {
    int at = from;
    while (at < byReturn.length && done.get(byReturn[at])) {
      at++;
    }
    return at;
  }

  /** Known operations before this one are in the order. */
  private int firstOpen() {
    return done.nextClearBit(0);
  }

  /** Takes the first operation from a candidate on that may come next; returns it, -1 if none. */
  private int take(int candidate, int firstReturn) {
    List<Operation> known = history.known();
    long deadline = known.get(byReturn[firstReturn]).returnedNanos();
    int next = candidate;
    while (next < known.size() && known.get(next).invokedNanos() <= deadline) {
      if (!done.get(next) && tryStep(next, known.get(next), firstReturn)) {
        return next;
      }
      next++;
    }
    return takeMaybe(Math.max(0, next - known.size()), deadline, firstReturn);
  }

  private int takeMaybe(int from, long deadline, int firstReturn) {
    Set<RegisterState> reached = new HashSet<>();
    for (int i = 0; i < history.maybes().size(); i++) {
      Operation maybe = history.maybes().get(i);
      boolean mayHaveBegun = !used.get(i) && maybe.invokedNanos() <= deadline;
      RegisterState after = mayHaveBegun ? state.after(maybe.action()) : null;
      boolean isNew = after != null && reached.add(after) && i >= from;
      int operation = history.known().size() + i;
      if (isNew && tryStep(operation, maybe, firstReturn)) {
        return operation;
      }
    }
    return -1;
  }

  private boolean tryStep(int operation, Operation what, int firstReturn) {
    if (needsWitness && !RegisterState.observes(what.action())) {
      return false;
    }
    RegisterState after = state.after(what.action());
    if (after == null) {
      return false;
    }
    mark(operation, true);
    boolean maybe = operation >= history.known().size();
    if (!visited.add(placeOf(after, maybe))) {
      mark(operation, false);
      return false;
    }
    path.push(new Step(operation, state, needsWitness, firstReturn));
    state = after;
    needsWitness = maybe;
    noteProgress();
    return true;
  }

  private void mark(int operation, boolean inOrder) {
    int known = history.known().size();
    if (operation < known) {
      done.set(operation, inOrder);
    } else {
      used.set(operation - known, inOrder);
    }
  }

  private Place placeOf(RegisterState after, boolean maybe) {
    int from = firstOpen();
    BitSet window = done.get(from, Math.max(from, done.length()));
    return new Place(from, window, (BitSet) used.clone(), after, maybe);
  }

  private void noteProgress() {
    int now = path.size();
    if (now > mostDone) {
      mostDone = now;
      atMostDone = state;
    }
  }

  private Step goBack() {
    Step step = path.pop();
    mark(step.operation(), false);
    state = step.before();
    needsWitness = step.neededWitness();
    return step;
  }

  /** Returns how many states were visited. */
  long configurations() {
    return visited.size();
  }

  /** Returns what the register held in the longest order found. */
  RegisterState furthest() {
    return atMostDone;
  }
}
