package org.quorama.runtime.lab;

import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.TraceDetail;

/** What a lab uses of a live host. Confined to the event loop. */
public interface LabHost {
  /** Returns which node it is. */
  NodeId node();

  /** Returns the node's boot count, from 1. */
  long incarnation();

  /** Returns the number that the next event of the trace gets. */
  long nextSeq();

  /**
   * Puts something into the trace.
   *
   * @param detail what happened
   */
  void record(TraceDetail detail);

  /**
   * Returns when a core wants time to pass.
   *
   * @param timer which core
   */
  MonotonicTime deadline(Timer timer);

  /**
   * Lets time pass for one core.
   *
   * @param timer which core
   */
  void letTimePass(Timer timer);

  /**
   * Returns how many things the node began and has not heard of: calls that were let go, writes to
   * its disk, turns of its loop. Callers that wait for messages are not among them.
   */
  int underWay();

  /** Has the loop look at its deadlines again, since time passes otherwise now. */
  void wake();

  /**
   * Has the loop run nothing but lab's orders, or go on.
   *
   * @param paused whether it is to pause
   */
  void pause(boolean paused);
}
