/**
 * The node's remote interfaces and their adapters: where RMI ends. Band B.
 *
 * <p>With {@code registry-bootstrap} the only place that names {@code java.rmi}; no RemoteException
 * leaves it. It knows no event loop: what serves a call is given to it as a {@link
 * org.quorama.remote.NodePort} and a {@link org.quorama.remote.PeerPort}. Reading order: {@link
 * org.quorama.remote.RaftPeer}, {@link org.quorama.remote.NodePort}, {@link
 * org.quorama.remote.NodeExport}, {@link org.quorama.remote.RmiNodeConnector}.
 */
@NullMarked
package org.quorama.remote;

import org.jspecify.annotations.NullMarked;
