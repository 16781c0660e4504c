package org.quorama.monitor.viewmodel.lab;

import java.time.Duration;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Lab;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;

/**
 * What a person may do to a cluster that was started as a lab. Thread-safe; calls may block, and
 * throw with a message to be shown if they cannot do what they should.
 */
public interface LabControls {
  /**
   * Has protocol time pass at another pace on all nodes at once.
   *
   * @param dilation how much longer everything takes, from 1 to 100
   * @param frozen whether it stands still
   */
  void pace(int dilation, boolean frozen);

  /**
   * Lets time pass up to a node's next deadline, and that node act on it.
   *
   * @param node which
   */
  void fire(NodeId node);

  /**
   * Releases a message that waits.
   *
   * @param message which
   * @param release what becomes of it
   */
  void release(Lab.Held message, Release release);

  /**
   * Gives the links of the cluster rules, in place of all earlier ones.
   *
   * @param rules those of links that are not whole
   */
  void links(List<LinkRule> rules);

  /**
   * Has a node do nothing, or go on.
   *
   * @param node which
   * @param paused whether it is to be
   */
  void pause(NodeId node, boolean paused);

  /**
   * Has a node's disk misbehave.
   *
   * @param node which
   * @param condition how
   */
  void disk(NodeId node, DiskCondition condition);

  /**
   * Has a node's clock go wrong.
   *
   * @param node which
   * @param rate how fast, 1 is right
   */
  void clock(NodeId node, double rate);

  /**
   * Has a node's clock jump ahead.
   *
   * @param node which
   * @param rate how fast it goes, as before
   * @param by how far it jumps
   */
  default void jump(NodeId node, double rate, Duration by) {
    throw new IllegalStateException("Clocks cannot jump here");
  }
}
