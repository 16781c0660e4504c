package org.quorama.monitor.model;

import org.quorama.cluster.NodeId;

/**
 * One sentence on one important event. Immutable.
 *
 * @param timeNanos when, on the clock of the trace
 * @param node where
 * @param text the sentence
 */
public record Caption(long timeNanos, NodeId node, String text) {}
