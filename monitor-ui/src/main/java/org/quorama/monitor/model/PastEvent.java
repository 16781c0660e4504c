package org.quorama.monitor.model;

import java.io.Serializable;
import org.quorama.cluster.NodeId;

/**
 * One line of the history of a chunk. Immutable.
 *
 * @param timeNanos when, on the clock of the trace
 * @param node who said it
 * @param text what
 */
public record PastEvent(long timeNanos, NodeId node, String text) implements Serializable {}
