/**
 * The commands for recorded traces: drawn as text, and replayed. Band C.
 *
 * <p>Each is a thin shell; {@code lab.spacetime} draws. Reading order: {@link
 * org.quorama.lab.cli.trace.TraceCommands}, then the commands by name.
 */
@NullMarked
package org.quorama.lab.cli.trace;

import org.jspecify.annotations.NullMarked;
