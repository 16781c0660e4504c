package org.quorama.monitor.model;

import java.io.Serializable;
import org.quorama.cluster.NodeId;

/**
 * One sentence on one important event. Immutable.
 *
 * @param timeNanos when, on the clock of the trace
 * @param node where
 * @param text the sentence
 * @param sort what it is about
 */
public record Caption(long timeNanos, NodeId node, String text, Sort sort) implements Serializable {
  private static final long TOGETHER_NANOS = 500_000_000L;

  /** What a sentence is about; what happens all the time is said twice a second at most. */
  public enum Sort {
    /** Something that is said each time. */
    RARE,
    /** An entry was committed. */
    COMMIT,
    /** Reads were answered. */
    READS,
    /** A chunk was placed. */
    PLACEMENT,
    /** A lease was granted. */
    LEASE,
    /** A replica was copied, or is to be, or is one too many. */
    REPAIR,
    /** Events are missing. */
    GAP
  }

  static Caption rare(long timeNanos, NodeId node, String text) {
    return new Caption(timeNanos, node, text, Sort.RARE);
  }

  /** Returns true if a later sentence of the same sort makes this one needless. */
  boolean isReplacedBy(Caption later) {
    return sort != Sort.RARE
        && sort == later.sort
        && node.equals(later.node)
        && later.timeNanos - timeNanos < TOGETHER_NANOS;
  }
}
