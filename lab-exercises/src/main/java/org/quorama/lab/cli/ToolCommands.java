package org.quorama.lab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The commands that hand over to a program of their own. */
final class ToolCommands {
  private ToolCommands() {}

  /** Runs one node. */
  @Command(
      name = "node",
      description = {
        "Runs one node in the foreground: --id ID --config FILE.",
        "Prints READY <id> <host>:<port> when it serves; --print-config lists every key."
      })
  static final class Node implements Callable<Integer> {
    private final CliContext context;
    @Unmatched private List<String> arguments = new ArrayList<>();

    Node(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      return context.tools().node(arguments.toArray(String[]::new));
    }
  }

  /** Uses the classes that every start needs. */
  @Command(name = "warm-up", hidden = true, description = "Used by the launch script.")
  static final class WarmUp implements Callable<Integer> {
    private final CliContext context;

    WarmUp(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      return context.tools().warmUp();
    }
  }
}
