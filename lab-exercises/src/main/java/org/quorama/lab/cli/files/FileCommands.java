package org.quorama.lab.cli.files;

import java.util.List;
import org.quorama.lab.cli.CliContext;

/** All commands of the file system, ready for picocli. */
public final class FileCommands {
  private FileCommands() {}

  /**
   * Returns one of each.
   *
   * @param context what they have around them
   */
  public static List<Object> all(CliContext context) {
    return List.of(
        new PutCommand(context),
        new GetCommand(context),
        new CatCommand(context),
        new NamespaceCommands.Ls(context),
        new NamespaceCommands.Mkdir(context),
        new NamespaceCommands.Rm(context),
        new NamespaceCommands.Mv(context),
        new NamespaceCommands.Stat(context),
        new AppendCommand(context),
        new CopyCommands.Truncate(context),
        new CopyCommands.Snapshot(context),
        new CopyCommands.Undelete(context),
        new SpaceCommands.Df(context),
        new FsckCommand(context),
        SpaceCommands.decommission(context),
        SpaceCommands.recommission(context),
        new SpaceCommands.SafeMode(context));
  }
}
