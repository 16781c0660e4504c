package org.quorama.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** What the processes of the nodes use: those that this process has started. */
final class ServerMeter {
  private ServerMeter() {}

  private static List<ProcessHandle> servers() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  /** Returns the CPU time of all nodes together until now, in seconds. */
  static double cpuSeconds() {
    return servers().stream()
            .mapToLong(server -> server.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
            .sum()
        / 1e9;
  }

  /** Returns the resident memory of all nodes together in MiB; nothing where nobody tells. */
  static OptionalDouble residentMebibytes() {
    double sum = servers().stream().mapToDouble(ServerMeter::residentMebibytes).sum();
    return sum > 0 ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }

  private static double residentMebibytes(ProcessHandle server) {
    Path status = Path.of("/proc", Long.toString(server.pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException ignored) {
      return 0; // no such file system here, or the process has just ended
    }
  }
}
