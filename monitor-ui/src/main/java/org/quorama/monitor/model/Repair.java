package org.quorama.monitor.model;

import org.quorama.cluster.NodeId;

/**
 * A copy of a replica that is under way. Immutable.
 *
 * @param chunk the chunk
 * @param from who has it
 * @param to who is to have it
 * @param sinceNanos when it was ordered, on the clock of the trace
 */
public record Repair(String chunk, NodeId from, NodeId to, long sinceNanos) {}
