package org.quorama.lab.cli.fault;

import java.util.List;
import org.quorama.lab.cli.CliContext;

/** All commands that break nodes, links, disks and time, and mend them, ready for picocli. */
public final class FaultCommands {
  private FaultCommands() {}

  /**
   * Returns one of each.
   *
   * @param context what they have around them
   */
  public static List<Object> all(CliContext context) {
    return List.of(
        new NodeCommands.Kill(context),
        new NodeCommands.Restart(context),
        new NodeCommands.Pause(context),
        new NodeCommands.Resume(context),
        new LinkCommands.Cut(context),
        new LinkCommands.Heal(context),
        new LinkCommand(context),
        new HostCommands.Pace(context),
        new StepCommand(context),
        new HostCommands.Disk(context),
        new HostCommands.Clock(context));
  }
}
