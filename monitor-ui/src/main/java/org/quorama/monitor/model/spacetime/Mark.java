package org.quorama.monitor.model.spacetime;

import org.quorama.trace.TraceEvent;

/**
 * An event on the lane of its node. Immutable.
 *
 * @param at where
 * @param position how many events of the history precede it
 * @param event what happened
 * @param sort how it is drawn
 */
public record Mark(At at, long position, TraceEvent event, Sort sort) {
  /** What an event is about; each has a shape of its own. */
  public enum Sort {
    /** The node's role, or the term. */
    ROLE,
    /** The node's log. */
    LOG,
    /** An entry is known to be committed. */
    COMMIT,
    /** Chunks, leases and repair. */
    CHUNK,
    /** The node starts. */
    BOOT,
    /** The node ends. */
    END,
    /** Something was done to the node from outside. */
    FAULT,
    /** Events are missing. */
    GAP,
    /** The node could not do something. */
    TROUBLE
  }
}
