package org.quorama.monitor.model.spacetime;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * Something that lasts. Immutable.
 *
 * @param node on whose lane, null if on all
 * @param kind what
 * @param from since when
 * @param to until when
 * @param text a term or the sides of a partition; empty if the kind says it all
 */
public record Band(@Nullable NodeId node, Kind kind, At from, At to, String text) {
  /** What lasts. */
  public enum Kind {
    /** The node takes itself for the leader; the text is the term. */
    LEADER,
    /** The node asks for votes; the text is the term. */
    CANDIDATE,
    /** The node does not run. */
    DOWN,
    /** The node does nothing though it runs. */
    PAUSED,
    /** Time stands still. */
    FROZEN,
    /** A rule is broken; the text names it. */
    BROKEN,
    /** Links are cut; the text has the sides. */
    CUT,
    /** Links lose, double or delay messages; the text says how many. */
    IMPAIRED
  }
}
