package org.quorama.lab.demos.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quorama.lab.demos.cluster.SimulatedDemoClusters;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.lab.demos.script.ScriptFolder;

/** Plays scripts on simulated clusters. */
class SimulatedScriptsTest {
  private static final ScriptFolder FOLDER = new ScriptFolder(Path.of("demos"));

  /** Those that need registries or bytes of files. */
  private static final List<String> REAL =
      List.of(
          "append-at-least-once",
          "chunk-write",
          "lease-and-paused-primary",
          "no-single-registry",
          "stale-replica");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static List<String> names() {
    return FOLDER.names().stream().filter(name -> !REAL.contains(name)).toList();
  }

  static List<String> real() {
    return REAL;
  }

  private boolean plays(DemoScript script) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new TerminalPlay(print, why -> {}).play(script, new SimulatedDemoClusters());
  }

  @ParameterizedTest
  @MethodSource("names")
  void playsOnASimulatedCluster(String name) {
    boolean good = plays(FOLDER.find(name).orElseThrow());
    assertThat(good).as(() -> out.toString(StandardCharsets.UTF_8)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("real")
  void saysWhatASimulatedClusterHasNot(String name) {
    assertThat(plays(FOLDER.find(name).orElseThrow())).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
        .contains("a simulated cluster has no ")
        .contains(": play it without --simulated");
  }
}
