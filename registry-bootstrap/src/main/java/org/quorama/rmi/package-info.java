/**
 * How processes of one cluster talk safely over RMI: one port a process, bounded waits, an
 * allow-list for arguments, and a secret that is asked for before anything else is handed out.
 *
 * <p>It knows no protocol and hands out no names; {@code org.quorama.registry} does that. Band:
 * bootstrap. Reading order: {@link org.quorama.rmi.RmiEndpoint}, {@link
 * org.quorama.rmi.RmiTimeouts}, {@link org.quorama.rmi.AllowList}, {@link
 * org.quorama.rmi.ClusterSecret}, {@link org.quorama.rmi.NodeGate}, {@link
 * org.quorama.rmi.RmiClient}.
 */
@NullMarked
package org.quorama.rmi;

import org.jspecify.annotations.NullMarked;
