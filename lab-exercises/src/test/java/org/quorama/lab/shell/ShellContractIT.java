package org.quorama.lab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.lab.cluster.LiveClusters;

/** The shell as scripts know it: a process, five real nodes, and the page that describes it. */
@Timeout(180)
class ShellContractIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANYTHING = "*";
  private static final int MANY = 600;
  private static final int RIVALS = 20;

  @TempDir private Path dir = Path.of("");

  @Test
  void theExamplesOfThePageAreTrue() throws Exception {
    ClusterPlan plan =
        new ClusterPlan(dir.resolve("c"), 5, "fast", Map.of("chunk.size", "8MiB"), true);
    try (ClusterSession session = new LiveClusters().start(plan)) {
      assertThat(Leaders.await(session, 0, Duration.ofSeconds(30))).isPresent();
      Process shell = start(session);
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
        talk(shell, out);
        assertThat(out.readLine()).as("nothing follows the last response").isNull();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
      } finally {
        shell.destroyForcibly();
      }
      assertThat(Files.readString(dir.resolve("shell.err"))).isEmpty();
    }
  }

  private Process start(ClusterSession session) throws IOException {
    String servers =
        session.nodes().values().stream().map(Object::toString).collect(Collectors.joining(","));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("quorama.classpath")));
    command.addAll(List.of("org.quorama.lab.cli.Main", "shell", "--json"));
    command.addAll(List.of("--servers", servers));
    command.addAll(List.of("--secret", session.clusterDir().resolve("secret").toString()));
    return new ProcessBuilder(command).redirectError(dir.resolve("shell.err").toFile()).start();
  }

  /** Says everything, and ends the input. */
  private static void talk(Process shell, BufferedReader out) throws IOException {
    try (Writer in = new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.UTF_8)) {
      runExamples(in, out);
      runMany(in, out);
    }
  }

  private static void runExamples(Writer in, BufferedReader out) throws IOException {
    String request = "";
    int examples = 0;
    for (String line : Files.readAllLines(Path.of("..", "rmi-node", "SHELL.md"))) {
      if (line.startsWith("    > ")) {
        request = line.substring(6);
        in.write(request + "\n");
        in.flush();
      } else if (line.startsWith("    < ")) {
        JsonNode expected = JSON.readTree(line.substring(6));
        JsonNode response = JSON.readTree(Objects.requireNonNull(out.readLine()));
        assertSame(expected, response, request + " got " + response);
        if (!expected.get("term").isNull()) {
          assertThat(response.get("term").asLong()).as("term of %s", response).isPositive();
          assertThat(response.get("node").asText()).as("node of %s", response).matches("n[1-5]");
        }
        examples++;
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(20);
  }

  /** Compares a response with the page: the same keys in the same order, and the same values. */
  private static void assertSame(JsonNode expected, JsonNode response, String what) {
    if (expected.isTextual() && expected.textValue().equals(ANYTHING)) {
      return;
    }
    assertThat(response.getNodeType()).as(what).isEqualTo(expected.getNodeType());
    if (expected.isObject()) {
      assertThat(names(response)).as(what).isEqualTo(names(expected));
      names(expected)
          .forEach(
              name -> assertSame(expected.get(name), response.get(name), name + " of " + what));
    } else if (expected.isArray()) {
      assertThat(response.size()).as(what).isEqualTo(expected.size());
      IntStream.range(0, expected.size())
          .forEach(i -> assertSame(expected.get(i), response.get(i), i + " of " + what));
    } else {
      assertThat(response).as(what).isEqualTo(expected);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    return names;
  }

  /** Many at once: each is answered exactly once, and a conditional write is won by one only. */
  private static void runMany(Writer in, BufferedReader out) throws IOException {
    for (int i = 0; i < MANY; i++) {
      in.write(
          "{\"id\":\"m%d\",\"op\":\"attr.set\",\"path\":\"/docs\",\"name\":\"a%d\","
                  .formatted(i, i / RIVALS)
              + "\"value\":\"%d\",\"ifVersion\":0}\n".formatted(i));
    }
    in.flush();
    TreeSet<String> answered = new TreeSet<>();
    int won = 0;
    for (int i = 0; i < MANY; i++) {
      JsonNode response = JSON.readTree(Objects.requireNonNull(out.readLine()));
      answered.add(response.get("id").asText());
      assertThat(response.get("term").asLong()).as("term of %s", response).isPositive();
      assertThat(response.get("node").asText()).as("node of %s", response).matches("n[1-5]");
      won += response.get("r").asText().equals("ok") ? 1 : 0;
    }
    assertThat(answered).hasSize(MANY);
    assertThat(won).isEqualTo(MANY / RIVALS);
  }
}
