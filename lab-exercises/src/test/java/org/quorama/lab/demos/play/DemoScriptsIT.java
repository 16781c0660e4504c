package org.quorama.lab.demos.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quorama.lab.cluster.LiveClusters;
import org.quorama.lab.demos.cluster.LiveDemoClusters;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.lab.demos.script.ScriptFolder;

/** Every script plays on five real processes, and leaves none behind. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoScriptsIT {
  private static final ScriptFolder FOLDER = new ScriptFolder(Path.of("demos"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static List<String> names() {
    return FOLDER.names();
  }

  @AfterEach
  void noProcessIsLeftBehind() {
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void plays(String name) {
    DemoScript script = FOLDER.find(name).orElseThrow();
    PrintStream screen = new PrintStream(out, true, StandardCharsets.UTF_8);
    long start = System.nanoTime();
    boolean good =
        new TerminalPlay(screen, why -> {}).play(script, new LiveDemoClusters(new LiveClusters()));
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    System.getLogger(getClass().getName())
        .log(System.Logger.Level.INFO, "{0} played in {1} s", name, seconds);
    assertThat(good).as(out.toString(StandardCharsets.UTF_8)).isTrue();
  }

  @Test
  void backPlaysTheStepsBeforeOnFiveNewProcesses() {
    DemoScript script = FOLDER.find("first-election").orElseThrow();
    try (DemoPlayer player =
        new DemoPlayer(script, new LiveDemoClusters(new LiveClusters()), new PlayListener() {})) {
      player.next();
      player.next();
      player.next();
      List<Long> before = processes();
      player.back();
      assertThat(player.state().current()).isEqualTo(1);
      assertThat(processes()).hasSize(5).doesNotContainAnyElementsOf(before);
      player.next();
      assertThat(player.state().failure()).isNull();
    }
  }

  private static List<Long> processes() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
  }
}
