package org.quorama.lab.cli.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.ClusterOption;
import org.quorama.lab.cli.DurationText;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.remote.lab.LabOrder;
import org.quorama.trace.FaultTrace.DiskCondition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that change how time passes and how disks and clocks behave. */
final class HostCommands {
  private HostCommands() {}

  /** Changes how slowly time passes. */
  @Command(
      name = "pace",
      mixinStandardHelpOptions = true,
      description = {
        "Lets protocol time pass slower, on all nodes from the same moment on:",
        "quorama pace 20 is twenty times slower, quorama pace 1 as usual.",
        "Elections, heartbeats, leases and delays of links all take as much longer."
      })
  static final class Pace implements Callable<Integer> {
    private final CliContext context;
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "1..100", description = "How much longer everything takes.")
    private int dilation = 1;

    Pace(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      if (dilation < 1 || dilation > 100) {
        throw new ParameterException(spec.commandLine(), "A pace is from 1 to 100");
      }
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        Laboratory.Answers answers = new Laboratory(session).setPace(dilation, false);
        context
            .out()
            .println(
                dilation == 1
                    ? "Time passes as usual."
                    : "Everything takes " + dilation + " times as long. As usual: quorama pace 1");
        Words.tellSilent(context, answers);
        return 0;
      }
    }
  }

  /** Makes a disk ill. */
  @Command(
      name = "disk",
      mixinStandardHelpOptions = true,
      description = {
        "Has a node's disk misbehave: slow (forcing takes longer), full (no file grows),",
        "fsync-error (what is written cannot be forced); healthy mends it."
      })
  static final class Disk implements Callable<Integer> {
    private static final Map<String, DiskCondition> CONDITIONS =
        Map.of(
            "slow", DiskCondition.SLOW,
            "full", DiskCondition.FULL,
            "fsync-error", DiskCondition.FSYNC_ERROR,
            "healthy", DiskCondition.HEALTHY);

    private final CliContext context;
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(index = "0", paramLabel = "NODE", description = "Which node, as in n1.")
    private NodeId node = NodeId.of("n1");

    @Parameters(
        index = "1",
        paramLabel = "HOW",
        description = "slow, full, fsync-error or healthy.")
    private String how = "";

    @Option(
        names = "--delay",
        paramLabel = "TIME",
        defaultValue = "200ms",
        converter = DurationText.class,
        description = "How much longer a slow disk takes (default: 200ms).")
    private Duration delay = Duration.ofMillis(200);

    Disk(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      DiskCondition condition = CONDITIONS.get(how.toLowerCase(Locale.ROOT));
      if (condition == null) {
        throw new ParameterException(
            spec.commandLine(), "A disk is slow, full, fsync-error or healthy, not " + how);
      }
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        session.lab(node, new LabOrder.SetDisk(condition, delay));
        context.out().println("The disk of " + node + " is " + how + " now.");
        return 0;
      }
    }
  }

  /** Makes a clock go wrong. */
  @Command(
      name = "clock",
      mixinStandardHelpOptions = true,
      description = "Has a node's clock go faster or slower than the others', or jump ahead.")
  static final class Clock implements Callable<Integer> {
    private final CliContext context;
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "NODE", description = "Which node, as in n1.")
    private NodeId node = NodeId.of("n1");

    @Option(names = "--rate", paramLabel = "0.1..10", description = "How fast; 1 is right.")
    private double rate = 1;

    @Option(
        names = "--jump",
        paramLabel = "TIME",
        converter = DurationText.class,
        description = "How far it jumps ahead now, as in 2s.")
    private Duration jump = Duration.ZERO;

    Clock(CliContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      if (rate < 0.1 || rate > 10 || jump.isNegative()) {
        throw new ParameterException(
            spec.commandLine(), "--rate is from 0.1 to 10, and a clock cannot jump back");
      }
      try (ClusterSession session = context.clusters().connect(cluster.dir())) {
        session.lab(node, new LabOrder.SetClock(rate, jump));
        context.out().println("The clock of " + node + " goes " + rate + " times as fast.");
        return 0;
      }
    }
  }
}
