/**
 * The commands that break nodes, links, disks and time, and mend them. Band C.
 *
 * <p>Entry: {@link org.quorama.lab.cli.fault.FaultCommands}.
 */
@NullMarked
package org.quorama.lab.cli.fault;

import org.jspecify.annotations.NullMarked;
