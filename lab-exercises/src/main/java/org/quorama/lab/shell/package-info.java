/**
 * The interface for scripts: one JSON request a line in, one JSON response a line out. Band C.
 *
 * <p>It decides nothing: the client of the file system does, and its three outcomes pass through.
 * What is promised to scripts stands in {@code rmi-node/SHELL.md}. Reading order: {@link
 * org.quorama.lab.shell.Shell}, {@code ShellOperations}, {@code ShellValues}.
 */
@NullMarked
package org.quorama.lab.shell;

import org.jspecify.annotations.NullMarked;
