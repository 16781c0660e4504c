package org.quorama.lab.cli.trace;

import java.util.List;
import org.quorama.lab.cli.CliContext;

/** All commands for recorded traces, ready for picocli. */
public final class TraceCommands {
  private TraceCommands() {}

  /**
   * Returns one of each.
   *
   * @param context what they have around them
   */
  public static List<Object> all(CliContext context) {
    return List.of(new TraceCommand(context), new ReplayCommand(context), new SqlCommand(context));
  }
}
