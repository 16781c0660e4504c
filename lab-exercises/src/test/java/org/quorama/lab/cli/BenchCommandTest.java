package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;

/** The bench on a cluster in memory: what it prints and what it refuses. */
class BenchCommandTest {
  private static final Bytes VALUE = Bytes.wrap(new byte[100]);

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeClusters clusters = new FakeClusters();

  @Test
  void eachFigureIsALineThatTheHarnessReads() {
    clusters.master = BenchCommandTest::register;

    int status =
        run("bench --secs 0.05 --warmup 0 --runs 2 --metrics write_ops,read_linearizable_ops");

    assertThat(status).as(err()).isZero();
    assertThat(out().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("peer=ours metric="))
        .allMatch(line -> line.contains(" servers=3 fsync=yes callers="))
        .allMatch(line -> line.matches(".* value=\\d+(\\.\\d+)? unit=ops/s p50_us=.* runs=2 .*"));
    assertThat(err()).contains("bench: starting 3 nodes", "bench: stopping");
    assertThat(clusters.closed).isEqualTo(1);
  }

  @Test
  void unknownMetricIsRefusedWithTheOnesThereAre() {
    assertThat(run("bench --metrics speed")).isEqualTo(2);
    assertThat(err()).contains("No metric is called [speed]", "write_ops", "failover");
  }

  @Test
  void failedOperationsAreCountedAndNotMeasured() {
    clusters.master =
        operation ->
            operation instanceof FileOperation.GetAttribute
                ? OperationReply.ok(new OperationValue.Attribute(1, Bytes.EMPTY), 1)
                : OperationReply.ok(new OperationValue.Done(), 1);

    run("bench --callers 1 --secs 0.05 --warmup 0 --runs 1 --metrics read_linearizable_ops");

    assertThat(out()).contains(" value=0.000 ", " errors=").contains("first_error=");
  }

  private static OperationReply register(FileOperation operation) {
    return operation instanceof FileOperation.GetAttribute
        ? OperationReply.ok(new OperationValue.Attribute(1, VALUE), 1)
        : OperationReply.ok(new OperationValue.Done(), 1);
  }

  private int run(String line) {
    Map<String, String> harness =
        Map.of(
            "PEERS_DIR",
            directory.toString(),
            "PEERS_SERVERS",
            "3",
            "PEERS_CALLERS",
            "1,2",
            "PEERS_QUICK",
            "1");
    CliContext context =
        new CliContext(
            clusters,
            InputStream.nullInputStream(),
            print(out),
            print(err),
            false,
            harness,
            new LiveTools());
    return QuoramaCommand.commandLine(context).execute(line.split(" "));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
