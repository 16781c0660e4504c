/**
 * The replicated state of the master: the tree of files, their chunks, what was deleted, the
 * sessions of clients. Band A: pure.
 *
 * <p>It changes by commands of the log alone, so it is the same on every node. It knows no leader,
 * no lease and no chunkserver's word. Reading order: {@link org.quorama.metadata.tree.Namespace},
 * then the tree, then the chunks.
 */
@NullMarked
package org.quorama.metadata.tree;

import org.jspecify.annotations.NullMarked;
