package org.quorama.lab.cli.fault;

import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.NodeVerb;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.remote.lab.LabOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that break nodes and mend them. */
final class NodeCommands {
  private NodeCommands() {}

  /** Kills a node. */
  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      description = "Kills a node's process with SIGKILL.")
  static final class Kill extends NodeVerb {
    Kill(CliContext context) {
      super(context);
    }

    @Override
    protected String act(ClusterSession session, NodeId node) {
      session.kill(node);
      return "Killed " + node + ". Start it again: quorama restart " + node;
    }
  }

  /** Pauses a node. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Stops a node's process where it is, with SIGSTOP; it keeps all its state.",
      footer = "Windows has no SIGSTOP: --gently works there, for nodes of a lab.")
  static final class Pause extends NodeVerb {
    @Option(
        names = "--gently",
        description = "Its process runs on, but the node does nothing: a cooperative pause.")
    private boolean gently;

    Pause(CliContext context) {
      super(context);
    }

    @Override
    protected String act(ClusterSession session, NodeId node) {
      if (gently) {
        session.lab(node, new LabOrder.SetPaused(true));
      } else {
        session.pause(node);
      }
      return "Paused " + node + ". Let it go on: quorama resume " + node;
    }
  }

  /** Lets a node go on. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets a paused node go on, however it was paused.")
  static final class Resume extends NodeVerb {
    Resume(CliContext context) {
      super(context);
    }

    @Override
    protected String act(ClusterSession session, NodeId node) {
      session.resume(node);
      goOn(session, node);
      return "Node " + node + " goes on.";
    }

    /** Ends a cooperative pause, if there may be one. */
    private static void goOn(ClusterSession session, NodeId node) {
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
  static final class Restart extends NodeVerb {
    Restart(CliContext context) {
      super(context);
    }

    @Override
    protected String act(ClusterSession session, NodeId node) {
      session.restart(node);
      return "Started " + node + " again.";
    }
  }
}
