package org.quorama.lab.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.quorama.simulation.history.Operation;
import org.quorama.simulation.history.RegisterAction;

/** Writes down what the clients of one run did and saw. Thread-safe. */
final class Recorder {
  private final long start = System.nanoTime();

  /** What happened to registers; guarded by this. */
  private final List<Operation> history = new ArrayList<>();

  /** The files whose creation was acknowledged; guarded by this. */
  private final Set<String> created = new TreeSet<>();

  /** How many had which outcome; guarded by this. */
  private Counts counts = new Counts(0, 0, 0);

  /**
   * How often clients heard what. Immutable.
   *
   * @param ok operations that happened, or were refused for their version
   * @param unknown operations that may have happened
   * @param failed operations that certainly did not happen, for want of a leader mostly
   */
  record Counts(int ok, int unknown, int failed) {}

  /** Returns the time since the start of the run. */
  long now() {
    return System.nanoTime() - start;
  }

  /** Notes an operation that happened as its action says. */
  synchronized void happened(Call call, RegisterAction action) {
    history.add(new Operation(call.client(), call.key(), action, call.invokedNanos(), now()));
    counts = new Counts(counts.ok() + 1, counts.unknown(), counts.failed());
  }

  /** Notes a write that may have happened or still may. */
  synchronized void unknown(Call call, RegisterAction.Write write) {
    history.add(
        new Operation(call.client(), call.key(), write, call.invokedNanos(), Operation.NEVER));
    unknown();
  }

  /** Notes an operation of no register with an unknown outcome. */
  synchronized void unknown() {
    counts = new Counts(counts.ok(), counts.unknown() + 1, counts.failed());
  }

  /** Notes an operation that certainly did not happen. */
  synchronized void failed() {
    counts = new Counts(counts.ok(), counts.unknown(), counts.failed() + 1);
  }

  /** Notes that the creation of a file was acknowledged. */
  synchronized void created(String name) {
    created.add(name);
    counts = new Counts(counts.ok() + 1, counts.unknown(), counts.failed());
  }

  synchronized Counts counts() {
    return counts;
  }

  synchronized List<Operation> history() {
    return List.copyOf(history);
  }

  synchronized Set<String> acknowledgedFiles() {
    return new TreeSet<>(created);
  }

  /**
   * A call that is under way.
   *
   * @param client who calls
   * @param key which register
   * @param invokedNanos when
   */
  record Call(int client, String key, long invokedNanos) {}
}
