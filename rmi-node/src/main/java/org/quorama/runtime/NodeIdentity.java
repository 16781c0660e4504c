package org.quorama.runtime;

import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/**
 * Who a live node is in this boot. Immutable.
 *
 * @param node its name
 * @param address where it listens
 * @param incarnation its boot count, from 1
 */
public record NodeIdentity(NodeId node, NodeAddress address, long incarnation) {}
