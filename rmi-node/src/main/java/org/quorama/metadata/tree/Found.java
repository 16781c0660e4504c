package org.quorama.metadata.tree;

import org.jspecify.annotations.Nullable;
import org.quorama.protocol.ErrorCode;

/**
 * What a path leads to, or why it leads nowhere.
 *
 * @param node what is there, null if nothing is
 * @param code why nothing is, NONE if something is
 */
public record Found(@Nullable FileNode node, ErrorCode code) {}
