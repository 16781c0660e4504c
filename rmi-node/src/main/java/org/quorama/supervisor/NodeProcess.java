package org.quorama.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;

/**
 * One running node process. Thread-safe.
 *
 * <p>The pipe to its standard input stays open as long as this process lives; when it breaks, the
 * node halts by itself.
 */
final class NodeProcess {
  private static final int TAIL_LINES = 8;
  private static final int KILL_SECONDS = 10;

  private final NodeId node;
  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  /** True from a pause to the next resume. */
  private volatile boolean paused;

  /** The last lines it printed; guarded by itself. */
  private final ArrayDeque<String> tail = new ArrayDeque<>();

  private NodeProcess(NodeId node, Process process) {
    this.node = node;
    this.process = process;
  }

  /** Starts a node; it may not serve yet. */
  static NodeProcess start(NodeId node, List<String> program, Path config, Path log) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--id", node.value(), "--config", config.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // glibc keeps an arena of memory a thread otherwise; two serve.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    try {
      NodeProcess started = new NodeProcess(node, builder.start());
      started.followOutput(log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + node + ": " + e.getMessage(), e);
    }
  }

  private void followOutput(Path log) {
    Daemons.start(node + "-output", () -> copyOutput(log));
  }

  private void copyOutput(Path log) {
    try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Writer writer =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        writer.write(line + System.lineSeparator());
        writer.flush();
        remember(line);
      }
    } catch (IOException e) {
      remember("its output was lost: " + e.getMessage());
    }
    ready.completeExceptionally(new IllegalStateException(node + " ended"));
  }

  private void remember(String line) {
    synchronized (tail) {
      tail.addLast(line);
      while (tail.size() > TAIL_LINES) {
        tail.removeFirst();
      }
    }
    if (line.startsWith("READY " + node + " ")) {
      ready.complete(line);
    }
  }

  /**
   * Waits until the node serves.
   *
   * @throws IllegalStateException if it ends before, or takes longer; with its last words
   */
  void awaitReady(Duration limit) {
    try {
      ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(node + " does not start: " + lastWords(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          node + " does not serve after " + limit.toSeconds() + " s: " + lastWords(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + node + " starts", e);
    }
  }

  private String lastWords() {
    synchronized (tail) {
      return tail.isEmpty() ? "it said nothing" : String.join(" | ", tail);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Runs something when the process has ended, whoever ended it. */
  void onExit(Runnable action) {
    CompletableFuture<Void> unused = process.onExit().thenRun(action);
  }

  /** Ends the process at once and waits for its end: SIGKILL. */
  void kill() {
    process.destroyForcibly();
    if (!endsWithin(Duration.ofSeconds(KILL_SECONDS))) {
      throw new IllegalStateException(node + " does not die; look for process " + process.pid());
    }
  }

  /** What stops a process where it is, and lets it go on. */
  enum Signal {
    /** SIGSTOP. */
    STOP,
    /** SIGCONT. */
    CONT
  }

  /**
   * Sends a signal.
   *
   * @throws IllegalStateException if this system has none, as Windows, or it cannot be sent
   */
  void signal(Signal signal) {
    List<String> command = List.of("kill", "-" + signal, String.valueOf(process.pid()));
    try {
      Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(node + " has just ended");
      }
      paused = signal == Signal.STOP;
    } catch (IOException e) {
      throw new IllegalStateException(
          "Processes can be paused on Linux and macOS only: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + node + " gets a signal", e);
    }
  }

  /** Asks the process to end in good order: SIGTERM. One that is paused goes on to hear it. */
  void stop() {
    if (paused && process.isAlive()) {
      goOn();
    }
    process.destroy();
  }

  private void goOn() {
    try {
      signal(Signal.CONT);
    } catch (IllegalStateException ignored) {
      // it has ended, or is killed soon
    }
  }

  boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
