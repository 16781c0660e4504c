package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.cluster.LiveClusters;

/** A demo that cannot go on ends as it should, and so do its processes. */
@Timeout(120)
class DemoCommandIT {
  private static final Duration END = Duration.ofSeconds(20);

  @TempDir private Path dir = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aFailedExpectationExitsWithOneAndTellsWhatWasSeen() throws IOException {
    Path script = script("fire n2", "deliver n2→n1 RequestVote", "expect n2 is leader in term 1");
    assertThat(run("demo", script.toString())).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(script + ":11: expect n2 is leader in term 1")
        .contains("  expected  n2 is leader in term 1")
        .contains("  seen      n2 is candidate in term 1")
        .containsPattern("n2 +candidate +term 1 +voted for n2")
        .contains("  n1→n2 RequestVoteReply in term 1", "What the nodes believe:")
        .containsPattern("n1 +\\d+ +term 1 +HardStateDurable");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void anInterruptedDemoLeavesNoProcessBehind() throws IOException {
    Path script = script("wait leader");
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Dquorama.classpath=" + classPath(),
                "-cp",
                classPath(),
                Main.class.getName(),
                "demo",
                script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null && !line.contains("start 3")) {
        line = reader.readLine();
      }
      List<ProcessHandle> nodes = demo.descendants().toList();
      assertThat(nodes).hasSizeGreaterThanOrEqualTo(3);
      demo.destroy();
      await().atMost(END).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      demo.destroyForcibly();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path", "");
  }

  private Path script(String... lines) throws IOException {
    String text =
        "# T\n\nS.\n\n## A\n\n```quorama\nstart 3 pre.vote=false\n"
            + String.join("\n", lines)
            + "\n```\n";
    return Files.writeString(dir.resolve("script.md"), text);
  }

  private int run(String... arguments) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    CliContext context =
        new CliContext(
            new LiveClusters(),
            InputStream.nullInputStream(),
            stream,
            stream,
            false,
            Map.of(),
            new LiveTools());
    return QuoramaCommand.commandLine(context).execute(arguments);
  }
}
