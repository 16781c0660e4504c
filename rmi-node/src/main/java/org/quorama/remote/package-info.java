/**
 * The node's remote interfaces and their adapters: where RMI ends. Band B.
 *
 * <p>With {@code registry-bootstrap} the only place that names {@code java.rmi}; no RemoteException
 * leaves it. Reading order: {@link org.quorama.remote.RaftPeer}, {@link
 * org.quorama.remote.NodePort}.
 */
@NullMarked
package org.quorama.remote;

import org.jspecify.annotations.NullMarked;
