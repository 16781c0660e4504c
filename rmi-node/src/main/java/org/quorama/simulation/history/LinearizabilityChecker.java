package org.quorama.simulation.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a history of versioned registers is linearizable: whether every operation can be
 * given a moment between its call and its answer at which it took effect at once. Each register is
 * checked for itself, since a history is linearizable if each of its parts is.
 */
public final class LinearizabilityChecker {
  private static final int SHOWN = 8;

  private final CheckBounds bounds;
  private final BooleanSupplier outOfTime;
  private long configurations;

  private LinearizabilityChecker(CheckBounds bounds) {
    this.bounds = bounds;
    long end = System.nanoTime() + bounds.time().toNanos();
    this.outOfTime = () -> System.nanoTime() - end > 0;
  }

  /**
   * Checks a history.
   *
   * @param history what clients did and saw, in any order; reads and refusals without an answer say
   *     nothing and are ignored
   * @param bounds after how much time or memory to give up
   * @return pass, fail with the operations that cannot be explained, or undecided
   */
  public static Verdict check(List<Operation> history, CheckBounds bounds) {
    return new LinearizabilityChecker(bounds).check(history);
  }

  private Verdict check(List<Operation> history) {
    Map<String, List<Operation>> byKey = new TreeMap<>();
    for (Operation operation : history) {
      byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
    }
    Verdict.Result worst = Verdict.Result.PASS;
    String explanation = "";
    for (Map.Entry<String, List<Operation>> entry : byKey.entrySet()) {
      Verdict.Result result = search(entry.getValue()).result();
      if (result == Verdict.Result.FAIL) {
        return new Verdict(result, explain(entry.getValue()), history.size(), configurations);
      }
      if (result == Verdict.Result.UNDECIDED) {
        worst = result;
        explanation = "the bounds ended the search for register " + entry.getKey();
      }
    }
    return new Verdict(worst, explanation, history.size(), configurations);
  }

  private record Found(Verdict.Result result, RegisterState furthest) {}

  private Found search(List<Operation> operations) {
    OrderSearch search = new OrderSearch(KeyHistory.of(operations), bounds, outOfTime);
    Verdict.Result result = search.run();
    configurations += search.configurations();
    return new Found(result, search.furthest());
  }

  /** Finds the first answer that cannot be explained: what came before it can. */
  private String explain(List<Operation> operations) {
    List<Operation> byReturn =
        operations.stream()
            .filter(Operation::isKnown)
            .sorted(Comparator.comparingLong(Operation::returnedNanos))
            .toList();
    int good = 0;
    int bad = byReturn.size();
    while (bad - good > 1) {
      int middle = (good + bad) >>> 1;
      boolean fails = search(cut(operations, byReturn, middle)).result() == Verdict.Result.FAIL;
      good = fails ? good : middle;
      bad = fails ? middle : bad;
    }
    return inWords(operations, byReturn, bad);
  }

  /** Returns the history as it was right after so many answers had come. */
  private static List<Operation> cut(
      List<Operation> operations, List<Operation> byReturn, int answers) {
    long end = byReturn.get(answers - 1).returnedNanos();
    return operations.stream()
        .filter(operation -> operation.invokedNanos() <= end)
        .map(operation -> operation.returnedNanos() > end ? operation.withoutAnswer() : operation)
        .toList();
  }

  private String inWords(List<Operation> operations, List<Operation> byReturn, int bad) {
    Operation offending = byReturn.get(bad - 1);
    RegisterState state = search(cut(operations, byReturn, bad)).furthest();
    StringBuilder text = new StringBuilder();
    text.append("no order explains this answer: ").append(offending.describe()).append('\n');
    text.append("the %,d answers before it have an order".formatted(bad - 1));
    text.append("; in the longest one with it the register holds ").append(held(state));
    text.append("\nthe last answers before it, and what was under way:");
    byReturn.subList(Math.max(0, bad - 1 - SHOWN), bad - 1).forEach(it -> add(text, it));
    operations.stream()
        .filter(it -> it.invokedNanos() <= offending.returnedNanos())
        .filter(it -> it.returnedNanos() > offending.returnedNanos())
        .sorted(Comparator.comparingLong(Operation::invokedNanos).reversed())
        .limit(SHOWN)
        .forEach(it -> add(text, it));
    return text.toString();
  }

  private static void add(StringBuilder text, Operation operation) {
    text.append("\n  ").append(operation.describe());
  }

  private static String held(RegisterState state) {
    if (state.value() == null) {
      return "nothing";
    }
    String version = (state.exact() ? "version " : "a version above ") + state.version();
    return "\"%s\" in %s".formatted(Objects.requireNonNull(state.value()), version);
  }
}
