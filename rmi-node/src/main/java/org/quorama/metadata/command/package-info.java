/**
 * What the log of the master carries, and its binary form. Band A: pure. It decides nothing: {@link
 * org.quorama.metadata.tree} applies it. Reading order: {@link
 * org.quorama.metadata.command.MetadataCommand} first.
 */
@NullMarked
package org.quorama.metadata.command;

import org.jspecify.annotations.NullMarked;
