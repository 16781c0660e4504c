package org.quorama.remote.lab;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.MessageTrace.Summary;

/**
 * What a lab sees of a node after an order. Immutable.
 *
 * @param node which
 * @param incarnation its boot
 * @param time its clock
 * @param faults what is wrong with it
 * @param messages those that wait at it, longest first
 * @param deadlines the next of each core, due ones included
 * @param underWay how many things it began and has not heard of: calls that were let go, writes to
 *     its disk, turns of its loop; when none is under way anywhere, nothing more happens by itself
 *     in a frozen cluster
 * @param nextSeq the number that the next event of its trace gets
 */
public record LabView(
    NodeId node,
    long incarnation,
    Clock time,
    Faults faults,
    List<HeldMessage> messages,
    List<Deadline> deadlines,
    int underWay,
    long nextSeq)
    implements Serializable {
  /** Copies the lists. */
  public LabView {
    messages = List.copyOf(messages);
    deadlines = List.copyOf(deadlines);
  }

  /**
   * Returns how much protocol time is left until a core acts by itself, in nanoseconds, not above 0
   * if that is due; nothing if it waits for nothing.
   *
   * @param timer which core
   */
  public OptionalLong left(Timer timer) {
    return deadlines.stream()
        .filter(deadline -> deadline.timer() == timer)
        .mapToLong(Deadline::inNanos)
        .findFirst();
  }

  /**
   * A node's clock.
   *
   * @param protocolNanos its protocol time
   * @param dilation how much longer everything takes
   * @param frozen whether it stands still
   * @param rate how fast it goes beside the others, 1 is right
   */
  public record Clock(long protocolNanos, int dilation, boolean frozen, double rate)
      implements Serializable {}

  /**
   * What is wrong with a node.
   *
   * @param paused whether it does nothing
   * @param links rules of links from and to it
   * @param disk how its disk behaves
   */
  public record Faults(boolean paused, List<LinkRule> links, DiskCondition disk)
      implements Serializable {
    /** Copies the list. */
    public Faults {
      links = List.copyOf(links);
    }
  }

  /**
   * A message that waits: a question where it was asked, a reply where it arrived.
   *
   * @param messageId that of its sending
   * @param from who sent it
   * @param to whom it is for
   * @param summary what it says
   */
  public record HeldMessage(String messageId, NodeId from, NodeId to, Summary summary)
      implements Serializable {}

  /**
   * When a core acts by itself.
   *
   * @param timer which core
   * @param inNanos how much protocol time is left; not above 0 if it is due
   */
  public record Deadline(Timer timer, long inNanos) implements Serializable {}
}
