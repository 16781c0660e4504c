package org.quorama.lab.cli.fault;

import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.ClusterOption;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.remote.lab.LabOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that break nodes and mend them. */
final class NodeCommands {
  private NodeCommands() {}

  /** Kills a node. */
  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      description = "Kills a node's process with SIGKILL.")
  static final class Kill implements Runnable {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "NODE", description = "Which node, as in n1.")
    private NodeId node = NodeId.of("n1");

    Kill(CliContext context) {
      this.context = context;
    }

    @Override
    public void run() {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        session.kill(node);
        context.out().println("Killed " + node + ". Start it again: quorama restart " + node);
      }
    }
  }

  /** Pauses a node. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Stops a node's process where it is, with SIGSTOP; it keeps all its state.",
      footer = "Windows has no SIGSTOP: --gently works there, for nodes of a lab.")
  static final class Pause implements Runnable {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "NODE", description = "Which node, as in n1.")
    private NodeId node = NodeId.of("n1");

    @Option(
        names = "--gently",
        description = "Its process runs on, but the node does nothing: a cooperative pause.")
    private boolean gently;

    Pause(CliContext context) {
      this.context = context;
    }

    @Override
    public void run() {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        if (gently) {
          session.lab(node, new LabOrder.SetPaused(true));
        } else {
          session.pause(node);
        }
        context.out().println("Paused " + node + ". Let it go on: quorama resume " + node);
      }
    }
  }

  /** Lets a node go on. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets a paused node go on, however it was paused.")
  static final class Resume implements Runnable {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "NODE", description = "Which node, as in n1.")
    private NodeId node = NodeId.of("n1");

    Resume(CliContext context) {
      this.context = context;
    }

    @Override
    public void run() {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        session.resume(node);
        goOn(session);
        context.out().println("Node " + node + " goes on.");
      }
    }

    /** Ends a cooperative pause, if there may be one. */
    private void goOn(ClusterSession session) {
      try {
        session.lab(node, new LabOrder.SetPaused(false));
      } catch (ClusterException ignored) {
        // it was not started as a lab, so it was not paused that way
      }
    }
  }

  /** Starts a node again. */
  @Command(
      name = "restart",
      mixinStandardHelpOptions = true,
      description = "Starts a node that was killed.")
  static final class Restart implements Runnable {
    private final CliContext context;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "NODE", description = "Which node, as in n1.")
    private NodeId node = NodeId.of("n1");

    Restart(CliContext context) {
      this.context = context;
    }

    @Override
    public void run() {
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        session.restart(node);
        context.out().println("Started " + node + " again.");
      }
    }
  }
}
