package org.quorama.simulation.fault;

import java.util.List;
import org.quorama.raft.log.Membership;

/** What faults are done to: nodes counted from 0, their links, disks and clocks. */
public interface FaultTarget {
  /** Returns the virtual time in nanoseconds. */
  long now();

  /**
   * Lets something happen later.
   *
   * @param delayNanos after how long
   * @param action what
   */
  void after(long delayNanos, Runnable action);

  /** Returns how many nodes there are. */
  int size();

  /**
   * Tells whether a node runs.
   *
   * @param node which
   */
  boolean isUp(int node);

  /** Returns the running leader of the greatest term, -1 if there is none. */
  int leader();

  /**
   * Returns a node's currentTerm, 0 if it is down.
   *
   * @param node which
   */
  long term(int node);

  /**
   * Crashes a node: what is not forced may be lost.
   *
   * @param node which
   */
  void crash(int node);

  /**
   * Crashes a node between two effects of its next step.
   *
   * @param node which
   * @param effects how many are executed before
   */
  void crashInStep(int node, int effects);

  /**
   * Crashes a node when its next force has ended and nothing has left yet.
   *
   * @param node which
   */
  void crashAfterForce(int node);

  /**
   * Starts a node again, if it is down.
   *
   * @param node which
   */
  void restart(int node);

  /**
   * Stops a node for a while without a crash.
   *
   * @param node which
   */
  void pause(int node);

  /**
   * Ends a pause.
   *
   * @param node which
   */
  void resume(int node);

  /**
   * Heals all links, then cuts some.
   *
   * @param links what to cut, each in one direction
   */
  void cut(List<Fault.Link> links);

  /**
   * Changes how wrong a node's clock goes.
   *
   * @param node which
   * @param ppm how many microseconds a second it gains
   */
  void drift(int node, int ppm);

  /**
   * Changes how a node's disk behaves.
   *
   * @param node which
   * @param trouble how
   */
  void disk(int node, Fault.DiskTrouble trouble);

  /**
   * Flips a byte of a replica on a node's disk.
   *
   * @param node which
   * @param draw decides which replica and which byte
   */
  void flip(int node, int draw);

  /**
   * Asks the leader for another membership.
   *
   * @param step how it is to change
   * @param node whose place changes
   */
  void changeMembership(Membership.Step step, int node);

  /**
   * Asks the leader to hand over.
   *
   * @param node who is to lead
   */
  void transfer(int node);

  /**
   * Lets a node take a snapshot at once.
   *
   * @param node which
   */
  void snapshot(int node);
}
