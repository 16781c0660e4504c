package org.quorama.lab.cli.recording;

import java.util.List;
import org.quorama.lab.cli.CliContext;

/** All commands that show recordings, ready for picocli. */
public final class RecordingCommands {
  private RecordingCommands() {}

  /**
   * Returns one of each.
   *
   * @param context what they have around them
   */
  public static List<Object> all(CliContext context) {
    return List.of(new OpenCommand(context), new PictureCommand(context), new ClipCommand(context));
  }
}
