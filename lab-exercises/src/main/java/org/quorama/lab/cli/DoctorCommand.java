package org.quorama.lab.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.quorama.lab.cluster.HostSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks what the system needs, and says what to do. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Checks Java, ports, display, fonts, disk and memory; says what to do.")
final class DoctorCommand implements Callable<Integer> {
  private static final int JAVA = 17;
  private static final long DISK_BYTES = 1L << 30;
  private static final long MEMORY_BYTES = 1500L << 20;

  private final CliContext context;
  @Mixin private ClusterOption cluster = new ClusterOption();

  DoctorCommand(CliContext context) {
    this.context = context;
  }

  private enum Verdict {
    GOOD,
    LIMITED,
    BAD
  }

  /**
   * One check.
   *
   * @param what was checked
   * @param verdict how it is
   * @param text what was found, and what to do
   */
  private record Finding(String what, Verdict verdict, String text) {}

  @Override
  public Integer call() {
    List<Finding> findings = List.of(java(), ports(), display(), fonts(), disk(), memory());
    findings.forEach(this::print);
    boolean bad = findings.stream().anyMatch(it -> it.verdict() == Verdict.BAD);
    context.out().println(bad ? "Mend what is BAD first." : "Ready: try quorama demo first-file");
    return bad ? 1 : 0;
  }

  private void print(Finding finding) {
    context
        .out()
        .println(String.format("%-8s %-8s %s", finding.verdict(), finding.what(), finding.text()));
  }

  private static Finding finding(String what, boolean good, Verdict otherwise, String text) {
    return new Finding(what, good ? Verdict.GOOD : otherwise, text);
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    String text = version >= JAVA ? "Java " + Runtime.version() : "set JAVA_HOME to a JDK 17";
    return finding("java", version >= JAVA, Verdict.BAD, text);
  }

  private static Finding ports() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return finding("ports", socket.isBound(), Verdict.BAD, "127.0.0.1 takes connections");
    } catch (IOException e) {
      return finding(
          "ports", false, Verdict.BAD, "cannot listen on 127.0.0.1 (" + e + "): see the firewall");
    }
  }

  private Finding display() {
    boolean present = Display.isPresent(context.environment());
    String text =
        present ? "a window can open" : "none: 'up' shows the terminal view; set DISPLAY for more";
    return finding("display", present, Verdict.LIMITED, text);
  }

  private Finding fonts() {
    boolean found =
        HostSystem.current() != HostSystem.LINUX
            || hasFont(Path.of("/usr/share/fonts"))
            || hasFont(homeFonts());
    String text = found ? "found" : "none: the window needs some, as in fonts-dejavu-core";
    return finding("fonts", found, Verdict.LIMITED, text);
  }

  private static Path homeFonts() {
    return Path.of(System.getProperty("user.home", ""), ".fonts");
  }

  private static boolean hasFont(Path directory) {
    try (Stream<Path> files = Files.walk(directory, 4)) {
      return files.anyMatch(file -> file.toString().endsWith(".ttf"));
    } catch (IOException ignored) {
      return false;
    }
  }

  private Finding disk() {
    Path existing = cluster.dir();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String advice = free >= DISK_BYTES ? "" : ": make room, or use --dir elsewhere";
      String text = String.format(Locale.ROOT, "%,d MB free%s", free / 1_000_000, advice);
      return finding("disk", free >= DISK_BYTES, Verdict.BAD, text);
    } catch (IOException e) {
      return finding("disk", false, Verdict.BAD, "cannot look at " + existing + ": use --dir");
    }
  }

  private static Finding memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      long total = system.getTotalMemorySize();
      String advice = total >= MEMORY_BYTES ? "" : ": five nodes need 1.5 GB, use --nodes 3";
      String text = String.format(Locale.ROOT, "%,d MB%s", total / 1_000_000, advice);
      return finding("memory", total >= MEMORY_BYTES, Verdict.LIMITED, text);
    }
    return finding("memory", true, Verdict.GOOD, "this Java does not tell");
  }
}
