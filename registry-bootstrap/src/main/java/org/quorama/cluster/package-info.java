/**
 * Who the nodes are: plain, immutable, serialisable names and addresses.
 *
 * <p>It knows no protocol and opens no socket. Every other package may use it. Read {@link
 * org.quorama.cluster.NodeId} first.
 */
@NullMarked
package org.quorama.cluster;

import org.jspecify.annotations.NullMarked;
