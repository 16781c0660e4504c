package org.quorama.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.quorama.cluster.NodeId;

/**
 * One node's process: a pipe to its standard input, and its output kept in a file. Thread-safe.
 *
 * <p>The pipe stays open as long as the supervisor lives; a node ends when it reads its end.
 */
final class NodeProcess {
  private static final System.Logger LOG = System.getLogger(NodeProcess.class.getName());
  private static final String READY = "READY ";
  private static final int TAIL_LINES = 15;
  private static final long END_WAIT_SECONDS = 5;

  private final NodeId node;
  private final Process process;
  private final Consumer<ProcessState> listener;

  /** Opens when the node is ready or its output has ended. */
  private final CountDownLatch settled = new CountDownLatch(1);

  /** The last lines of the output. Guarded by itself. */
  private final Deque<String> tail = new ArrayDeque<>();

  /** Guarded by this. */
  private ProcessState state = ProcessState.STARTING;

  private NodeProcess(NodeId node, Process process, Consumer<ProcessState> listener) {
    this.node = node;
    this.process = process;
    this.listener = listener;
  }

  static NodeProcess start(
      NodeId node, List<String> command, Path log, Consumer<ProcessState> listener) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Two arenas instead of eight a core: glibc would keep tens of MiB for a node's threads.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    try {
      NodeProcess started = new NodeProcess(node, builder.start(), listener);
      Thread reader = new Thread(() -> started.readOutput(log), "output-" + node);
      reader.setDaemon(true);
      reader.start();
      return started;
    } catch (IOException e) {
      throw new SupervisorException("Cannot start " + node + ": " + e.getMessage(), e);
    }
  }

  /** Waits until the node serves. */
  void awaitReady(Duration wait) {
    try {
      boolean done = settled.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      if (done && state() == ProcessState.READY) {
        return;
      }
      String why = done ? " ended before it served" : " did not serve within " + wait.toSeconds();
      throw new SupervisorException(node + why + (done ? "" : " s") + ":\n" + lastLines());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SupervisorException("Interrupted while " + node + " was starting", e);
    }
  }

  synchronized ProcessState state() {
    return state;
  }

  /** Kills the process and waits for its end. */
  void kill() {
    changeTo(ProcessState.KILLED);
    process.toHandle().destroyForcibly();
    try {
      if (!process.waitFor(END_WAIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.ERROR, "Process {0} of {1} does not end", pid(), node);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long pid() {
    return process.pid();
  }

  private void readOutput(Path log) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Writer file =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        file.write(line + "\n");
        file.flush();
        remember(line);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot keep the output of " + node, e);
    }
    changeTo(ProcessState.FAILED);
    settled.countDown();
  }

  private void remember(String line) {
    synchronized (tail) {
      tail.addLast(line);
      if (tail.size() > TAIL_LINES) {
        tail.removeFirst();
      }
    }
    if (line.startsWith(READY + node)) {
      changeTo(ProcessState.READY);
      settled.countDown();
    }
  }

  /** Changes the state, unless the process has ended or is meant to. */
  private void changeTo(ProcessState next) {
    synchronized (this) {
      if (state == ProcessState.KILLED || state == ProcessState.FAILED) {
        return;
      }
      state = next;
    }
    listener.accept(next);
  }

  private String lastLines() {
    synchronized (tail) {
      return tail.isEmpty() ? "(it printed nothing)" : String.join("\n", tail);
    }
  }
}
