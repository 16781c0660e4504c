/**
 * What simulated clients know of files: plain models against which every answer is held. Band B: no
 * network, no time, only memory and a chance that is given.
 *
 * <p>Reading order: {@link org.quorama.simulation.file.FileModel}, a file that one client owns;
 * {@link org.quorama.simulation.file.AppendLog}, a file to which all append; {@link
 * org.quorama.simulation.file.DataFile}, a file whose records have places of their own.
 */
@NullMarked
package org.quorama.simulation.file;

import org.jspecify.annotations.NullMarked;
