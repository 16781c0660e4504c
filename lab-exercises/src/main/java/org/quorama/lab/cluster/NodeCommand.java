package org.quorama.lab.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVM of a node is started: small, and with the classes this JVM has. */
final class NodeCommand {
  /** JDKs before this one refuse to start with the options that silence its warnings. */
  private static final int FIRST_WITH_WARNINGS = 24;

  private NodeCommand() {}

  /** Returns the command up to, but without, the main class. */
  static List<String> java(String pace) {
    List<String> command = new ArrayList<>();
    String home = System.getProperty("java.home", "");
    command.add(
        Path.of(home, "bin", HostSystem.current() == HostSystem.WINDOWS ? "java.exe" : "java")
            .toString());
    command.addAll(List.of("-Xms24m", "-Xmx80m", "-Xmn20m", "-Xss512k", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("-XX:ReservedCodeCacheSize=48m", "-XX:MaxMetaspaceSize=64m", "-Xshare:auto"));
    // What the second compiler used goes back to the system; older JVMs cannot do that.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("-XX:TrimNativeHeapInterval=3000");
    // Without the counters for jps no timer wakes an idle node twenty times a second; and no thread
    // keeps a buffer as large as a piece of a chunk outside the heap.
    command.addAll(List.of("-XX:-UsePerfData", "-Djdk.nio.maxCachedBufferSize=131072"));
    command.add("-Xlog:disable");
    command.addAll(compilers(pace));
    command.addAll(priorities());
    command.addAll(hugePages());
    if (Runtime.version().feature() >= FIRST_WITH_WARNINGS) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    String archive = System.getProperty("quorama.archive", "");
    if (!archive.isEmpty()) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of("-Djava.net.preferIPv4Stack=true", "-Djgroups.use.jdk_logger=true"));
    command.add("-Djdk.serialFilter=" + replyFilter());
    command.addAll(List.of("-cp", classPath()));
    return command;
  }

  /**
   * Five JVMs that start together compile the same code five times: no more of it than pays, and
   * that early, while there is little to do, rather than when there is most (decision 32).
   */
  private static List<String> compilers(String pace) {
    return pace.equals("lab")
        ? List.of("-XX:TieredStopAtLevel=1") // idle nodes cost half as much
        : List.of(
            "-XX:FreqInlineSize=60",
            "-XX:InlineSmallCode=600",
            "-XX:MaxInlineLevel=5",
            "-XX:LoopUnrollLimit=0",
            "-XX:-DoEscapeAnalysis",
            "-XX:Tier4InvocationThreshold=1500",
            "-XX:Tier4MinInvocationThreshold=200",
            "-XX:Tier4CompileThreshold=4500");
  }

  /**
   * Where a thread can make way for others, the compilers do: they else keep a processor for
   * milliseconds while the answer of a disk or of another node waits for it. Nobody is put before
   * the threads of other programs; that this can need a right is not worth a warning.
   */
  private static List<String> priorities() {
    return isLinux()
        ? List.of(
            "-XX:-PrintWarnings",
            "-XX:ThreadPriorityPolicy=1",
            "-XX:CompilerThreadPriority=10",
            "-XX:JavaPriority8_To_OSPriority=0",
            "-XX:JavaPriority9_To_OSPriority=0",
            "-XX:JavaPriority10_To_OSPriority=0")
        : List.of();
  }

  /**
   * Code and objects of five JVMs do not fit in what a processor remembers of its page tables, the
   * less where it is a guest's. The system gives huge pages to whoever asks, and none if it has
   * none; code lies in them only where it got more than one at a time.
   */
  private static List<String> hugePages() {
    return isLinux()
        ? List.of(
            "-XX:+UseTransparentHugePages",
            "-XX:InitialCodeCacheSize=24m",
            "-XX:CodeCacheExpansionSize=2m")
        : List.of();
  }

  /** What may arrive as the reply of a remote call; arguments have narrower lists of their own. */
  private static String replyFilter() {
    return String.join(
        ";",
        List.of(
            "maxdepth=64;maxrefs=400000;maxarray=4194304",
            "org.quorama.**;java.lang.**;java.util.**;java.time.**;java.io.IOException",
            "java.rmi.**;sun.rmi.**;javax.**;jdk.proxy*;com.sun.proxy.*;!*"));
  }

  private static String classPath() {
    return System.getProperty("quorama.classpath", System.getProperty("java.class.path", ""));
  }

  private static boolean isLinux() {
    return HostSystem.current() == HostSystem.LINUX;
  }
}
