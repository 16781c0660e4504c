package org.quorama.lab.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.cluster.Leaders;
import org.quorama.remote.NodeStatus;

/**
 * Starts a cluster, loads it, kills its leaders, prints what it measured, and stops it. Confined to
 * one thread.
 */
public final class Bench {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BenchPlan plan;
  private final PrintStream figures;
  private final PrintStream progress;
  private final Map<String, Map<Integer, Series>> series = new TreeMap<>();

  /**
   * Makes a bench.
   *
   * @param plan what to measure
   * @param figures gets one line a figure
   * @param progress gets a word now and then
   */
  public Bench(BenchPlan plan, PrintStream figures, PrintStream progress) {
    this.plan = plan;
    this.figures = figures;
    this.progress = progress;
  }

  /**
   * Measures a cluster of its own, at pace fast and with the settings of production.
   *
   * @param clusters starts it
   * @param directory where it lies
   * @throws ClusterException if it cannot be started or finds no leader
   */
  public void run(Clusters clusters, Path directory) {
    boolean wantsRegisters = plan.wantsLoad() || plan.wants("failover");
    if (wantsRegisters || plan.wantsFiles()) {
      during(
          clusters,
          directory.resolve("load"),
          session -> {
            if (wantsRegisters) {
              measureRegisters(session);
            }
            if (plan.wantsFiles()) {
              measureFiles(session);
            }
          });
    }
    if (plan.wants(FileLoad.RESTORE)) {
      // What else a lost node held would be made anew first.
      during(clusters, directory.resolve("restore"), this::measureRestore);
    }
  }

  private void during(Clusters clusters, Path directory, Consumer<ClusterSession> measurement) {
    ClusterPlan cluster = new ClusterPlan(directory, plan.servers(), "fast", plan.settings(), true);
    say("starting " + plan.servers() + " nodes");
    try (ClusterSession session = clusters.start(cluster)) {
      awaitAll(session);
      measurement.accept(session);
      say("stopping");
    }
  }

  private void measureRegisters(ClusterSession session) {
    Registers registers = new Registers(session.client());
    registers.prepare();
    if (plan.wantsLoad()) {
      load(registers);
    }
    if (plan.wants("failover")) {
      failover(session, registers);
    }
  }

  private void measureFiles(ClusterSession session) {
    say("files");
    new FileFigures(plan, filesOf(session), this::print).run();
  }

  private BenchFiles filesOf(ClusterSession session) {
    return new BenchFiles(session.client(), plan.files().sync());
  }

  private void measureRestore(ClusterSession session) {
    BenchFiles files = filesOf(session);
    new FileFigures(plan, files, this::print).warmUp();
    say("killing nodes that hold files");
    new RestoreFigures(plan, files, session, this::print).run();
  }

  /**
   * Measures a cluster in a directory that is gone afterwards.
   *
   * @param clusters starts it
   * @throws ClusterException if it cannot be started or finds no leader
   */
  public void runInScratch(Clusters clusters) {
    try (BenchDirectory home = BenchDirectory.make()) {
      run(clusters, home.directory());
    }
  }

  private void say(String what) {
    progress.println("bench: " + what);
    progress.flush();
  }

  private void load(Registers registers) {
    double half = plan.times().warmUpSeconds() / 2;
    say("warming up");
    if (half > 0) {
      ClosedLoop.run(plan.mostCallers(), half, registers::write);
      ClosedLoop.run(plan.mostCallers(), half, registers::read);
    }
    // The caller counts take turns, so that a noisy spell does not hit only one of them.
    for (int run = 1; run <= plan.times().runs(); run++) {
      say("round " + run + " of " + plan.times().runs());
      for (int callers : plan.callers()) {
        round(callers, registers);
      }
    }
    BenchPlan.METRICS.forEach(this::print);
    printMemory();
  }

  private void round(int callers, Registers registers) {
    if (plan.wants("write_ops") || plan.wants("server_cpu_s_per_1k_writes")) {
      double before = ServerMeter.cpuSeconds();
      ClosedLoop.Result writes = measure("write_ops", callers, registers::write);
      double used = ServerMeter.cpuSeconds() - before;
      seriesOf("server_cpu_s_per_1k_writes", callers)
          .add(used * 1000 / Math.max(1, writes.operations()));
    }
    if (plan.wants("read_linearizable_ops")) {
      measure("read_linearizable_ops", callers, registers::read);
    }
    if (plan.wants("read_stale_ops")) {
      measure("read_stale_ops", callers, registers::staleRead);
    }
    if (plan.wants("create_ops")) {
      registers.prepareCreating();
      measure("create_ops", callers, registers::create);
      registers.deleteCreated();
    }
  }

  private ClosedLoop.Result measure(String metric, int callers, ClosedLoop.Operation operation) {
    ClosedLoop.Result result = ClosedLoop.run(callers, plan.times().seconds(), operation);
    seriesOf(metric, callers).add(result);
    return result;
  }

  private Series seriesOf(String metric, int callers) {
    return series
        .computeIfAbsent(metric, name -> new TreeMap<>())
        .computeIfAbsent(callers, count -> new Series());
  }

  private void print(String metric) {
    String unit = metric.endsWith("_ops") ? "ops/s" : "s";
    Map<Integer, Series> measured = series.getOrDefault(metric, Map.of());
    if (plan.wants(metric)) {
      measured.forEach(
          (callers, runs) -> print(runs.describe(figure(metric).with("callers", callers), unit)));
    }
  }

  private Figure figure(String metric) {
    return new Figure(metric, plan.servers());
  }

  /** Prints a line at once, so that a run that is cut short keeps what it measured. */
  private void print(Figure figure) {
    figures.println(figure);
    figures.flush();
  }

  private void printMemory() {
    if (plan.wants("server_rss_sum")) {
      ServerMeter.residentMebibytes()
          .ifPresent(sum -> print(figure("server_rss_sum").value(sum, "MiB")));
    }
  }

  private void failover(ClusterSession session, Registers registers) {
    Series outages = new Series();
    for (int trial = 1; trial <= plan.times().trials(); trial++) {
      say("killing a leader, " + trial + " of " + plan.times().trials());
      outages.add(outageMillis(session, registers));
      awaitAll(session);
      pause(1500);
    }
    print(outages.describe(figure("failover"), "ms"));
  }

  private double outageMillis(ClusterSession session, Registers registers) {
    try (OutageProbe probe = new OutageProbe(registers::write)) {
      awaitSuccess(probe);
      pause(1000);
      NodeId leader =
          Leaders.await(session, 0, PATIENCE).map(NodeStatus::node).orElseThrow(Bench::leaderless);
      long killed = System.nanoTime();
      session.kill(leader);
      long recovered = awaitSuccess(probe);
      session.restart(leader);
      return (recovered - killed) / 1e6;
    }
  }

  private static long awaitSuccess(OutageProbe probe) {
    return probe.awaitSuccess(PATIENCE).orElseThrow(Bench::leaderless);
  }

  private static ClusterException leaderless() {
    return new ClusterException(
        "No write succeeded within a minute: the nodes' logs in the cluster's directory say why");
  }

  private static void awaitAll(ClusterSession session) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isComplete(session)) {
      if (System.nanoTime() > end) {
        throw leaderless();
      }
      pause(200);
    }
  }

  private static boolean isComplete(ClusterSession session) {
    return session.nodes().keySet().stream().allMatch(node -> session.status(node).isPresent())
        && Leaders.current(session).isPresent();
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
