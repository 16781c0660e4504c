package org.quorama.trace;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * Events of what a lab does to a node from outside: links, time, disk, and messages that wait to be
 * delivered by hand. Nodes that were not started as a lab have none of them.
 */
public sealed interface FaultTrace extends TraceDetail {
  /**
   * What happens to messages from one node to another; the other way has a rule of its own.
   *
   * @param from who sends
   * @param to who does not always hear
   * @param loss how many of all messages are lost, from 0 to 1; a link with 1 is cut
   * @param twins how many of those that arrive do so twice, from 0 to 1
   * @param delayNanos how long each is under way at least, in protocol time
   * @param jitterNanos how much longer at most; messages overtake each other by as much
   */
  record LinkRule(
      NodeId from, NodeId to, double loss, double twins, long delayNanos, long jitterNanos)
      implements Serializable {
    /** Checks the ranges. */
    public LinkRule {
      Invariants.check(loss >= 0 && loss <= 1, "loss = %s is not from 0 to 1", loss);
      Invariants.check(twins >= 0 && twins <= 1, "twins = %s is not from 0 to 1", twins);
      Invariants.check(delayNanos >= 0, "delayNanos = %s is negative", delayNanos);
      Invariants.check(jitterNanos >= 0, "jitterNanos = %s is negative", jitterNanos);
    }

    /** Returns the rule of a link that everything passes, at once and once. */
    public static LinkRule whole(NodeId from, NodeId to) {
      return new LinkRule(from, to, 0, 0, 0, 0);
    }

    /** Tells whether everything passes, at once and once. */
    public boolean isWhole() {
      return equals(whole(from, to));
    }

    /** Returns the rule of a link that nothing passes. */
    public static LinkRule cut(NodeId from, NodeId to) {
      return new LinkRule(from, to, 1, 0, 0, 0);
    }

    /** Returns the rules by which none of some nodes is heard by any of others. */
    public static List<LinkRule> cutAll(Collection<NodeId> from, Collection<NodeId> to) {
      return from.stream().flatMap(node -> to.stream().map(other -> cut(node, other))).toList();
    }

    /** Tells whether nothing passes. */
    public boolean passesNothing() {
      return loss == 1;
    }
  }

  /**
   * The links from and to this node have these rules from now on; those without one are whole.
   *
   * @param rules in the order in which they were given
   */
  record LinksChanged(List<LinkRule> rules) implements FaultTrace {
    /** Copies the list. */
    public LinksChanged {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Protocol time passes at another pace from now on.
   *
   * @param dilation how much longer everything takes, from 1 to 100
   * @param frozen whether it stands still: messages and deadlines wait to be released by hand
   */
  record PaceChanged(int dilation, boolean frozen) implements FaultTrace {}

  /**
   * Some protocol time passed at once on this node though it is frozen.
   *
   * @param nanos how much
   */
  record TimeAdvanced(long nanos) implements FaultTrace {}

  /**
   * This node's clock goes wrong, or right again.
   *
   * @param rate how fast it goes, 1 is right
   * @param jumpNanos how far it jumped ahead now
   */
  record ClockChanged(double rate, long jumpNanos) implements FaultTrace {}

  /** How a disk behaves. */
  enum DiskCondition {
    /** As it should. */
    HEALTHY,
    /** Forcing what was written takes longer. */
    SLOW,
    /** No file grows; what is there can be read and written over. */
    FULL,
    /** Writes pass, forcing them to the disk fails. */
    FSYNC_ERROR
  }

  /**
   * This node's disk behaves differently from now on.
   *
   * @param condition how
   * @param delayNanos by how much forcing takes longer, 0 unless it is slow
   */
  record DiskChanged(DiskCondition condition, long delayNanos) implements FaultTrace {}

  /** The node does nothing from now on though its process runs: a cooperative pause. */
  record NodePaused() implements FaultTrace {}

  /** The node goes on after a cooperative pause. */
  record NodeResumed() implements FaultTrace {}

  /**
   * A message waits to be released by hand: a question where it was asked, a reply where it
   * arrived.
   *
   * @param messageId that of its sending
   * @param from who sent it
   * @param to whom it is for
   * @param summary what it says
   */
  record MessageHeld(String messageId, NodeId from, NodeId to, MessageTrace.Summary summary)
      implements FaultTrace {}

  /** What becomes of a message that waited. */
  enum Release {
    /** It goes on. */
    DELIVER,
    /** It is lost. */
    DROP,
    /** It goes on, and once more. */
    DUPLICATE
  }

  /**
   * A message waits no more.
   *
   * @param messageId that of its sending
   * @param release what became of it
   */
  record MessageReleased(String messageId, Release release) implements FaultTrace {}

  /** Whose deadline it is. */
  enum Timer {
    /** Raft's: an election or a heartbeat. */
    RAFT,
    /** The master's: leases and repair. */
    MASTER,
    /** The chunkserver's: reports and leases. */
    CHUNK
  }

  /**
   * A deadline was fired by hand.
   *
   * @param timer whose
   */
  record DeadlineFired(Timer timer) implements FaultTrace {}
}
