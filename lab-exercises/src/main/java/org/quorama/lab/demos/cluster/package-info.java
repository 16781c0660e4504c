/**
 * The clusters that scripts play on: real processes, started as a lab, reached one by one. Band C.
 *
 * <p>It knows no script: see {@code demos.stage} for what a script does with a cluster. Reading
 * order: {@link org.quorama.lab.demos.cluster.DemoClusters}, {@link
 * org.quorama.lab.demos.cluster.DemoCluster}.
 */
@NullMarked
package org.quorama.lab.demos.cluster;

import org.jspecify.annotations.NullMarked;
