/**
 * Who is there: finds the processes of a cluster and tells where each listens for RMI.
 *
 * <p>It decides nothing: Raft has its own members and its own failure detection. Only {@link
 * org.quorama.discovery.JGroupsDiscovery} sees JGroups. Band: bootstrap. Reading order: {@link
 * org.quorama.discovery.Discovery}, {@link org.quorama.discovery.StaticDiscovery}, {@link
 * org.quorama.discovery.JGroupsDiscovery}.
 */
@NullMarked
package org.quorama.discovery;

import org.jspecify.annotations.NullMarked;
