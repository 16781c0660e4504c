package org.quorama.lab.endure;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.daemon.Daemons;
import org.quorama.lab.tree.HealthReport;
import org.quorama.metadata.operation.FilePath;

/** Knows how late it is, prints progress now and then, and waits for health. One trial. */
final class Watch implements AutoCloseable {
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long EVERY = TimeUnit.SECONDS.toNanos(5);

  private final PrintStream out;
  private final long start = System.nanoTime();
  private volatile boolean closed;

  Watch(PrintStream out) {
    this.out = out;
  }

  /** Prints every few seconds what is told, on a thread of its own, until this is closed. */
  void report(Supplier<String> words) {
    Daemons.start("endure-progress", () -> loop(words));
  }

  private void loop(Supplier<String> words) {
    for (long next = start + EVERY; !closed; next += EVERY) {
      LockSupport.parkNanos(next - System.nanoTime());
      if (!closed) {
        say(words.get());
      }
    }
  }

  void say(String words) {
    out.println(String.format(Locale.ROOT, "  %.0f s: %s", seconds(), words));
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  boolean isLate(Duration limit) {
    return System.nanoTime() - start > limit.toNanos();
  }

  /** Waits until every chunk is healthy; returns what is not in the end, empty if all is. */
  String awaitHealth(QuoramaClient client, Duration atMost) {
    long begin = System.nanoTime();
    long told = begin;
    String last = look(client);
    while (!last.isEmpty() && System.nanoTime() - begin < atMost.toNanos()) {
      LockSupport.parkNanos(GLANCE);
      last = look(client);
      if (System.nanoTime() - told > EVERY) {
        told = System.nanoTime();
        say("healing: " + last);
      }
    }
    return last.isEmpty()
        ? ""
        : "not clean %d s after the last kill: %s".formatted(atMost.toSeconds(), last);
  }

  private static String look(QuoramaClient client) {
    try {
      HealthReport report = HealthReport.of(client, FilePath.ROOT, false);
      return report.isHealthy() ? "" : report.summary();
    } catch (OperationFailedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
