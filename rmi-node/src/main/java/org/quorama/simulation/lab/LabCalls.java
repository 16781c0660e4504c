package org.quorama.simulation.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.quorama.protocol.MonotonicTime;

/**
 * The calls of one node that were let go and have no answer. Its patience is a matter of protocol
 * time: while that stands still, no call is given up. Confined to the thread of its run.
 */
public final class LabCalls {
  private final Set<Open> open = new LinkedHashSet<>();

  /** A call without an answer. Two are never equal. */
  public static final class Open {
    private final int callee;
    private final MonotonicTime due;
    private final Runnable lost;

    private Open(int callee, MonotonicTime due, Runnable lost) {
      this.callee = callee;
      this.due = due;
      this.lost = lost;
    }
  }

  /** Makes a book without calls. */
  public LabCalls() {}

  /**
   * Takes note of a call.
   *
   * @param callee the number of the node that is called
   * @param due when the caller gives it up, on its own clock
   * @param lost what happens then, or if the callee ends
   */
  public Open begun(int callee, MonotonicTime due, Runnable lost) {
    Open call = new Open(callee, due, lost);
    open.add(call);
    return call;
  }

  /**
   * Takes note of an answer; returns false if the call had ended before.
   *
   * @param call which
   */
  public boolean answered(Open call) {
    return open.remove(call);
  }

  /**
   * Gives a call up, unless it has ended.
   *
   * @param call which
   */
  public void lost(Open call) {
    if (open.remove(call)) {
      call.lost.run();
    }
  }

  /**
   * Gives up all calls to a node, which is down.
   *
   * @param callee its number
   */
  public void ended(int callee) {
    loseAll(call -> call.callee == callee);
  }

  /** Returns when the next call is given up. */
  public MonotonicTime nextDue() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (Open call : open) {
      next = next.earliest(call.due);
    }
    return next;
  }

  /**
   * Gives up all calls that waited too long.
   *
   * @param now the caller's clock
   */
  public void timePassed(MonotonicTime now) {
    loseAll(call -> call.due.isDue(now));
  }

  private void loseAll(Predicate<Open> which) {
    List<Open> ending = new ArrayList<>(open);
    ending.stream().filter(which).forEach(this::lost);
  }
}
