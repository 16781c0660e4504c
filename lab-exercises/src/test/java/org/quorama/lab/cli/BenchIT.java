package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.bench.FileLoad;
import org.quorama.lab.cluster.LiveClusters;

/** The shortest bench of real processes: every figure is there; how good they are is not judged. */
@Timeout(300)
class BenchIT {
  /** One more than there are replicas, so that those of a lost node can be made anew. */
  private static final String SERVERS = "4";

  private static final String SIZE = "4";

  /** What tells the rows of the harness's tables apart, besides the metric. */
  private static final List<String> OF_BULK =
      List.of("callers=1 size_mb=" + SIZE, "callers=4 size_mb=" + SIZE);

  @TempDir private Path dir = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everyFigureOfFilesIsMeasured() {
    String metrics = String.join(",", FileLoad.METRICS);
    List<String> line = new ArrayList<>(List.of("bench", "--quick", "--metrics", metrics));
    line.addAll(List.of("--servers", SERVERS, "--callers", "1", "--runs", "1"));
    line.addAll(List.of("--size", SIZE, "--restore", SIZE, "--warmup", "0.2"));

    assertThat(run(line)).as(err()).isZero();

    Map<String, String> units = new TreeMap<>();
    for (Map<String, String> figure : figures()) {
      assertThat(figure)
          .containsEntry("peer", "ours")
          .containsEntry("datanodes", SERVERS)
          .containsKeys("fsync", "runs")
          .doesNotContainKey("errors");
      assertThat(Double.parseDouble(figure.get("value"))).as("%s", figure).isPositive();
      units.put(row(figure), figure.get("unit"));
    }
    assertThat(units).containsExactlyInAnyOrderEntriesOf(rows());
  }

  /** Returns what a row of the harness's tables is told apart by. */
  private static String row(Map<String, String> figure) {
    return Stream.of("metric", "callers", "size_mb")
        .filter(figure::containsKey)
        .map(key -> key.equals("metric") ? figure.get(key) : key + "=" + figure.get(key))
        .collect(Collectors.joining(" "));
  }

  /** Returns every row that there must be, with its unit. */
  private static Map<String, String> rows() {
    Map<String, String> rows = new TreeMap<>();
    for (String metric : FileLoad.METRICS) {
      if (metric.startsWith("file_")) {
        OF_BULK.forEach(load -> rows.put(metric + " " + load, "MB/s"));
      } else if (metric.startsWith("restore_")) {
        rows.put(metric + " size_mb=" + SIZE, "s");
      } else {
        rows.put(metric + " callers=1", "ops/s");
      }
    }
    rows.put("small_file_creates callers=16", "ops/s");
    return rows;
  }

  private int run(List<String> line) {
    CliContext context =
        new CliContext(
            new LiveClusters(),
            InputStream.nullInputStream(),
            print(out),
            print(err),
            false,
            Map.of("PEERS_DIR", dir.toString()),
            new LiveTools());
    return QuoramaCommand.commandLine(context).execute(line.toArray(new String[0]));
  }

  /** Returns the fields of every line, each {@code key=value}. */
  private List<Map<String, String>> figures() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(
            line ->
                Arrays.stream(line.split(" ", -1))
                    .map(field -> field.split("=", 2))
                    .collect(Collectors.toMap(field -> field[0], field -> field[1])))
        .toList();
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
