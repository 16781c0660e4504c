/**
 * The links between nodes, each way by itself, as a matrix to click on. Entry: {@link
 * org.quorama.monitor.view.links.LinksScreen}.
 */
@NullMarked
package org.quorama.monitor.view.links;

import org.jspecify.annotations.NullMarked;
