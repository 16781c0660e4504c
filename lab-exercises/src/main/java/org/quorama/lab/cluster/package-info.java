/**
 * How commands, demos and labs reach a cluster: one they start, or one that runs. Band C.
 *
 * <p>It is the seam behind which processes and RMI lie, so that commands are tested without them.
 * Reading order: {@link org.quorama.lab.cluster.Clusters}, {@link
 * org.quorama.lab.cluster.ClusterSession}.
 */
@NullMarked
package org.quorama.lab.cluster;

import org.jspecify.annotations.NullMarked;
