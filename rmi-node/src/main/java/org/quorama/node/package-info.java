/**
 * The node's process: settings, wiring, start and stop. Band C.
 *
 * <p>It holds no logic of any protocol. Reading order: {@link org.quorama.node.NodeConfig}, {@link
 * org.quorama.node.RunningNode}, {@link org.quorama.node.NodeMain}.
 */
@NullMarked
package org.quorama.node;

import org.jspecify.annotations.NullMarked;
