/**
 * A registry in every node that lists every node, so that any one of them leads to all others.
 *
 * <p>It finds nobody by itself: {@code org.quorama.discovery} tells it who is there. Band:
 * bootstrap. Reading order: {@link org.quorama.registry.NodeEntry}, {@link
 * org.quorama.registry.NodeRegistry}.
 */
@NullMarked
package org.quorama.registry;

import org.jspecify.annotations.NullMarked;
