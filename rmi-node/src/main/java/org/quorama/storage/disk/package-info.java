/**
 * Files that can be forced to the disk: those of this machine, and those of a disk that a lab makes
 * ill. Band B; only {@code storage} uses it.
 *
 * <p>Reading order: {@link org.quorama.storage.disk.Disk}, {@link
 * org.quorama.storage.disk.ForcedFile}, {@link org.quorama.storage.disk.IllDisk}.
 */
@NullMarked
package org.quorama.storage.disk;

import org.jspecify.annotations.NullMarked;
