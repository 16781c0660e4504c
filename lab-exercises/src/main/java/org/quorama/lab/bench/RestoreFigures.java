package org.quorama.lab.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.Locations;

/** Measures how long it takes until lost replicas are made anew. Confined to one thread. */
final class RestoreFigures {
  private static final int REPLICAS = 3;
  private static final int PATIENCE_SECONDS = 300;

  private final BenchPlan plan;
  private final BenchFiles files;
  private final ClusterSession session;
  private final Consumer<Figure> printer;

  RestoreFigures(
      BenchPlan plan, BenchFiles files, ClusterSession session, Consumer<Figure> printer) {
    this.plan = plan;
    this.files = files;
    this.session = session;
    this.printer = printer;
  }

  void run() {
    files.makeDirectory("/restore");
    plan.files().restoreMebibytes().forEach(this::restore);
  }

  /** Kills the node that holds most of a file, and waits until all of it has three replicas. */
  private void restore(int mebibytes) {
    FilePath path = BenchFiles.path("/restore/" + mebibytes);
    files.write(path, (long) mebibytes * BenchFiles.MEBIBYTE);
    await(path, false);
    NodeId victim = fullest(path);
    long killed = System.nanoTime();
    session.kill(victim);
    long lost = await(path, true);
    double detected = (System.nanoTime() - killed) / 1e9;
    await(path, false);
    double total = (System.nanoTime() - killed) / 1e9;
    print("restore_total", mebibytes, total, lost);
    print("restore_detect", mebibytes, detected, lost);
    print("restore_copy", mebibytes, total - detected, lost);
    session.restart(victim);
    files.delete(path);
    while (session.status(victim).isEmpty()) {
      pause();
    }
  }

  private void print(String metric, int mebibytes, double seconds, long lost) {
    printer.accept(
        Figure.ofFiles(metric, plan.servers())
            .with("size_mb", mebibytes)
            .value(seconds, "s")
            .with("lost_chunks", lost)
            .with("runs", 1));
  }

  private NodeId fullest(FilePath path) {
    Map<NodeId, Long> replicas =
        files.client.locate(path).chunks().stream()
            .flatMap(chunk -> chunk.replicas().stream())
            .collect(Collectors.groupingBy(node -> node, Collectors.counting()));
    return replicas.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }

  private long missing(FilePath path) {
    Locations where = files.client.locate(path);
    return where.chunks().stream()
        .mapToLong(chunk -> Math.max(0, REPLICAS - chunk.replicas().size()))
        .sum();
  }

  /** Waits until some replicas are missing, or none; returns how many are. */
  private long await(FilePath path, boolean some) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    long missing = missing(path);
    while (missing > 0 != some) {
      if (System.nanoTime() > end) {
        throw new ClusterException(
            "%d replicas of %s are missing after five minutes".formatted(missing, path));
      }
      pause();
      missing = missing(path);
    }
    return missing;
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }
}
