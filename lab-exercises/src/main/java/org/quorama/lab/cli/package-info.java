/**
 * The {@code quorama} command: parses arguments, calls what does the work, says in one line what
 * went wrong. Band C.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 usage. It holds no logic of the system. Reading order: {@link
 * org.quorama.lab.cli.Main}, {@code QuoramaCommand}, {@code CliContext}, then a command.
 */
@NullMarked
package org.quorama.lab.cli;

import org.jspecify.annotations.NullMarked;
