/**
 * The commands of the file system: names, bytes, records, copies, room and health. Band C.
 *
 * <p>Each is a thin shell around a client; trees are moved by {@code lab.tree}. Reading order:
 * {@link org.quorama.lab.cli.files.FileCommands}, then the commands by name.
 */
@NullMarked
package org.quorama.lab.cli.files;

import org.jspecify.annotations.NullMarked;
