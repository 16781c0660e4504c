package org.quorama.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs many seeds on all processors, each run in one thread. Thread-safe. */
public final class SimulationBatch {
  /** How many runs may be done or under way before the first of them is told. */
  private static final int WINDOW = 64;

  private SimulationBatch() {}

  /**
   * Runs consecutive seeds.
   *
   * @param first the plan of the first seed
   * @param count how many seeds
   * @param listener told each report in the order of the seeds, on the caller's thread
   * @return the reports of runs that broke a rule, in the order of the seeds
   */
  public static List<SimulationReport> run(
      SimulationPlan first, int count, Consumer<SimulationReport> listener) {
    ArrayList<SimulationReport> failing = new ArrayList<>();
    Consumer<SimulationReport> taken =
        report -> {
          listener.accept(report);
          if (!report.passed()) {
            failing.add(report);
          }
        };
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      ArrayDeque<Future<SimulationReport>> running = new ArrayDeque<>();
      for (int i = 0; i < count; i++) {
        SimulationPlan plan = first.withSeed(first.seed() + i);
        running.add(threads.submit(() -> new SimulationRun(plan, null).run()));
        if (running.size() >= WINDOW) {
          taken.accept(await(running.remove()));
        }
      }
      while (!running.isEmpty()) {
        taken.accept(await(running.remove()));
      }
      return failing;
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
