package org.quorama.lab.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cli.recording.RecordingOption;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.remote.NodeStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the nodes, shows them, and stays. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the nodes and the monitor, and stays; Ctrl-C stops all.")
final class UpCommand implements Callable<Integer> {
  private static final Duration ELECTION = Duration.ofSeconds(30);

  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOption cluster = new ClusterOption();
  @Mixin private RecordingOption recording = new RecordingOption();

  @Option(names = "--nodes", defaultValue = "5", description = "How many nodes (default: 5).")
  private int nodes;

  @Option(names = "--headless", description = "Opens no window.")
  private boolean headless;

  @Option(
      names = "--pace",
      defaultValue = "lab",
      description = "lab: slow enough to watch (default); fast: as fast as it can.")
  private String pace = "lab";

  @Option(names = "--fresh", description = "Forgets what an earlier cluster stored here.")
  private boolean fresh;

  @Option(
      names = "--record",
      paramLabel = "DIRECTORY",
      description = "Records each node's trace there, for 'quorama open' and 'quorama picture'.")
  private @Nullable Path record;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A key of the nodes' config.")
  private Map<String, String> settings = Map.of();

  UpCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ClusterPlan plan = plan();
    long start = System.nanoTime();
    context.out().println("Starting " + nodes + " nodes in " + plan.clusterDir() + " ...");
    try (ClusterSession session = context.clusters().start(plan)) {
      announce(session, start);
      stay(session);
    }
    return 0;
  }

  private ClusterPlan plan() {
    try {
      return new ClusterPlan(cluster.dir(), nodes, pace, allSettings(), fresh);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Map<String, String> allSettings() {
    Map<String, String> all = new TreeMap<>();
    all.put("lab", String.valueOf(pace.equals("lab")));
    all.putAll(hasWindow() ? Display.SETTINGS : Map.of());
    all.putAll(settings);
    if (record != null) {
      all.put("trace.file", record.toAbsolutePath().resolve("{id}.ndjson").toString());
    }
    return all;
  }

  private void announce(ClusterSession session, long start) {
    Optional<NodeStatus> leader = Leaders.await(session, 0, ELECTION);
    String sentence =
        leader
            .map(it -> "Node %s leads in term %d".formatted(it.node(), it.raft().term()))
            .orElse("No leader yet");
    double seconds = (System.nanoTime() - start) / 1e9;
    context.out().println(String.format(Locale.ROOT, "%s after %.1f s.", sentence, seconds));
  }

  private boolean hasWindow() {
    return !headless && Display.isPresent(context.environment());
  }

  private void stay(ClusterSession session) {
    if (hasWindow()) {
      context.out().println("The cluster runs until its window is closed, or Ctrl-C.");
      if (context.tools().monitor(session, recording.plan(cluster.dir()))) {
        return;
      }
      context.out().println("The window cannot open: this is the terminal view.");
    } else if (!headless) {
      context.out().println("No display, so no window: this is the terminal view.");
    }
    context.out().println("The cluster runs until Ctrl-C.");
    new TerminalView(context, session).run(() -> true);
  }
}
