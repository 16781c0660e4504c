package org.quorama.monitor.app.file;

import java.nio.file.Path;

/**
 * Where a window records what it is told. Immutable.
 *
 * @param directory of the recordings, one file a window
 * @param limitBytes how large a file may grow, about; 0 records nothing
 */
public record RecordingPlan(Path directory, long limitBytes) {
  /** How large a recording may grow unless a person says otherwise: one gibibyte. */
  public static final long DEFAULT_LIMIT_BYTES = 1L << 30;

  /** Records nothing. */
  public static final RecordingPlan NONE = new RecordingPlan(Path.of(""), 0);
}
