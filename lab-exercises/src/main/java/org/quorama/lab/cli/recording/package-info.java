/**
 * Commands that show recordings: in a window, as a picture, as a clip.
 *
 * <p>They read and pass on; the monitor draws. Reading order: {@link
 * org.quorama.lab.cli.recording.RecordingCommands}.
 */
@NullMarked
package org.quorama.lab.cli.recording;

import org.jspecify.annotations.NullMarked;
