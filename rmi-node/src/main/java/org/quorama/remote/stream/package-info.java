/**
 * Bulk bytes over plain sockets, beside RMI, which keeps all that is control (decision 22); on one
 * machine over Unix domain sockets (decision 31). Band B.
 *
 * <p>It knows seven questions and no other, written field by field: nothing that arrives can name a
 * class. Whoever connects proves first that it knows the cluster's secret. Every read and write
 * ends in time, every frame and the number of connections has a bound. Reading order: {@link
 * org.quorama.remote.stream.StreamService}, {@link org.quorama.remote.stream.StreamServer}, {@link
 * org.quorama.remote.stream.StreamClient}.
 */
@NullMarked
package org.quorama.remote.stream;

import org.jspecify.annotations.NullMarked;
