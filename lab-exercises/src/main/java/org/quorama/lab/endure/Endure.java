package org.quorama.lab.endure;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.cluster.Leaders;
import org.quorama.lab.tree.Scratch;

/** Runs trials, each on a cluster of five processes of its own. Confined to one thread. */
public final class Endure {
  private static final int NODES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EndurePlan plan;
  private final PrintStream progress;

  /**
   * Makes one.
   *
   * @param plan what to endure
   * @param progress gets a line every few seconds
   */
  public Endure(EndurePlan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs what the plan says; what a good trial leaves is removed.
   *
   * @param clusters starts the processes
   * @param directory where each trial has a directory of its own
   * @param each hears every verdict as soon as it is known
   * @throws ClusterException if a cluster cannot be started
   */
  public void run(Clusters clusters, Path directory, Consumer<Verdict> each) {
    plan.tree()
        .ifPresent(
            tree ->
                each.accept(
                    onCluster(
                        clusters,
                        directory.resolve("tree"),
                        (session, home) ->
                            new TreeTrial(session, plan, progress).run(tree, home))));
    if (plan.appenders() > 0) {
      each.accept(
          onCluster(
              clusters,
              directory.resolve("append"),
              (session, home) -> new AppendTrial(session, plan, progress).run()));
    }
  }

  private interface Trial {
    Verdict run(ClusterSession session, Path home);
  }

  private Verdict onCluster(Clusters clusters, Path home, Trial trial) {
    Scratch.delete(home);
    ClusterPlan cluster =
        new ClusterPlan(home.resolve("cluster"), NODES, "fast", Map.of("lab", "true"), true);
    progress.println("Five processes in " + home);
    Verdict verdict;
    try (ClusterSession session = clusters.start(cluster)) {
      if (Leaders.await(session, 0, PATIENCE).isEmpty()) {
        throw new ClusterException(
            "No leader in " + PATIENCE.toSeconds() + " s: is the disk slow?");
      }
      verdict = trial.run(session, home);
    }
    if (verdict.passes()) {
      Scratch.delete(home);
    } else {
      progress.println("Everything is kept in " + home);
    }
    return verdict;
  }
}
