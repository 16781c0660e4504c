package org.quorama.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs many seeds on all processors, each run in one thread. Thread-safe. */
public final class SimulationBatch {
  private SimulationBatch() {}

  /**
   * Runs consecutive seeds.
   *
   * @param first the plan of the first seed
   * @param count how many seeds
   * @param listener told each report in the order of the seeds, on the caller's thread
   * @return all reports, in the order of the seeds
   */
  public static List<SimulationReport> run(
      SimulationPlan first, int count, Consumer<SimulationReport> listener) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      ArrayList<Future<SimulationReport>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        SimulationPlan plan = first.withSeed(first.seed() + i);
        running.add(threads.submit(() -> new SimulationRun(plan, null).run()));
      }
      ArrayList<SimulationReport> reports = new ArrayList<>();
      for (Future<SimulationReport> run : running) {
        SimulationReport report = await(run);
        reports.add(report);
        listener.accept(report);
      }
      return reports;
    } finally {
      threads.shutdownNow();
    }
  }

  private static SimulationReport await(Future<SimulationReport> run) {
    try {
      return run.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The runs were interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run failed; this is a bug of the simulator", e);
    }
  }
}
