package org.quorama.remote.lab;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.quorama.protocol.Invariants;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;

/** What a lab wants of one node. No order survives a restart of the node. Immutable. */
public sealed interface LabOrder extends Serializable {
  /** Only wants to see what waits. */
  record Look() implements LabOrder {}

  /**
   * Gives links new rules, in place of all earlier ones; discovery is cut as they are.
   *
   * @param rules of any links of the cluster; the node keeps to those from and to itself, a link
   *     without a rule is whole
   */
  record SetLinks(List<LinkRule> rules) implements LabOrder {
    /** Copies the list. */
    public SetLinks {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Has protocol time pass at another pace from an appointed moment on: all nodes of a cluster get
   * the same appointment, so that no clock runs ahead of the others while the order is under way.
   *
   * @param atWallMillis when, in milliseconds since 1970; what is past counts as now
   * @param dilation how much longer everything takes, from 1 to 100
   * @param frozen whether time stands still; messages and deadlines then wait for {@link
   *     ReleaseMessage} and {@link Fire}, and go on by themselves when it passes again; what a node
   *     sends itself, reports of chunkservers and their answers wait for nobody
   */
  record SetPace(long atWallMillis, int dilation, boolean frozen) implements LabOrder {
    /** Checks the range. */
    public SetPace {
      Invariants.check(
          dilation >= 1 && dilation <= 100, "dilation = %s is not from 1 to 100", dilation);
    }
  }

  /**
   * Lets some protocol time pass though it is frozen. To be given to all nodes alike. Housekeeping
   * goes on: what is due then of master and chunkserver is done at once. Elections and heartbeats
   * are by hand: a due deadline of Raft waits for {@link Fire}.
   *
   * @param by how much
   */
  record Advance(Duration by) implements LabOrder {}

  /**
   * Has a core act on its deadline, if it is due; does nothing else.
   *
   * @param timer whose
   */
  record Fire(Timer timer) implements LabOrder {}

  /**
   * Releases a message that waits at this node.
   *
   * @param messageId that of its sending
   * @param release what becomes of it
   */
  record ReleaseMessage(String messageId, Release release) implements LabOrder {}

  /**
   * Has this node's clock go wrong.
   *
   * @param rate how fast it goes from now on, from 0.1 to 10; 1 is right
   * @param jump how far it jumps ahead now
   */
  record SetClock(double rate, Duration jump) implements LabOrder {
    /** Checks the ranges. */
    public SetClock {
      Invariants.check(rate >= 0.1 && rate <= 10, "rate = %s is not from 0.1 to 10", rate);
      Invariants.check(!jump.isNegative(), "A clock cannot jump back by %s", jump);
    }
  }

  /**
   * Has this node's disk misbehave.
   *
   * @param condition how
   * @param delay by how much forcing takes longer if it is slow, in real time
   */
  record SetDisk(DiskCondition condition, Duration delay) implements LabOrder {}

  /**
   * Has the node do nothing though its process runs, or go on: a cooperative pause, for systems
   * without SIGSTOP. Orders like this one it still takes.
   *
   * @param paused whether it is to be
   */
  record SetPaused(boolean paused) implements LabOrder {}
}
