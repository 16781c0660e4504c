/**
 * The monitor's recordings as files: where a live window records, and how recordings are opened,
 * copied and exported.
 *
 * <p>It draws nothing. Reading order: {@link org.quorama.monitor.app.file.RecordingFiles}.
 */
@NullMarked
package org.quorama.monitor.app.file;

import org.jspecify.annotations.NullMarked;
