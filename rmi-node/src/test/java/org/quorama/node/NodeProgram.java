package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;

/** The node's main program in a process of its own, and all that it says. */
final class NodeProgram {
  private static final long SECONDS = 30;

  private final List<String> said = new ArrayList<>();
  private final CompletableFuture<NodeAddress> ready = new CompletableFuture<>();
  private @Nullable Process process;
  private @Nullable Thread reader;

  /** Tells whether commands can be run by a launcher. */
  static boolean works(List<String> launcher) throws InterruptedException {
    List<String> command = new ArrayList<>(launcher);
    command.add("true");
    try {
      Process tried =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return tried.waitFor(SECONDS, TimeUnit.SECONDS) && tried.exitValue() == 0;
    } catch (IOException ignored) {
      return false;
    }
  }

  /** Returns what runs a command with a directory on a disk of 4 MB, without being root. */
  static List<String> withDiskOf4Megabytes(Path data) throws IOException {
    String mount =
        "mount -t tmpfs -o size=4m none '" + Files.createDirectories(data) + "' && exec \"$@\"";
    return List.of("unshare", "-Urm", "sh", "-c", mount, "sh");
  }

  /** Starts node n1 with the settings that lie in a directory. */
  void start(List<String> launcher, Path directory) throws IOException {
    start("n1", launcher, directory);
  }

  void start(String id, List<String> launcher, Path directory) throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(NodeMain.class.getName(), "--id", id, "--config"));
    command.add(directory.resolve(id + ".properties").toString());
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    process = started;
    Thread thread = new Thread(() -> read(started), "node-output");
    thread.setDaemon(true);
    thread.start();
    reader = thread;
  }

  private void read(Process started) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ready.completeExceptionally(new IllegalStateException("The node ended: " + said()));
    }
  }

  private synchronized void heard(String line) {
    said.add(line);
    if (line.startsWith("READY ")) {
      ready.complete(NodeAddress.parse(line.substring(line.lastIndexOf(' ') + 1)));
    }
  }

  synchronized List<String> said() {
    return List.copyOf(said);
  }

  NodeAddress awaitReady() throws Exception {
    return ready.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for the end of the process and of what it says; returns its exit code. */
  int awaitExit() throws InterruptedException {
    Process running = java.util.Objects.requireNonNull(process);
    assertThat(running.waitFor(SECONDS, TimeUnit.SECONDS)).as(said().toString()).isTrue();
    java.util.Objects.requireNonNull(reader).join(TimeUnit.SECONDS.toMillis(SECONDS));
    return running.exitValue();
  }

  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
