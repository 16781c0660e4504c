package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.cluster.LiveClusters;

@Timeout(240)
class ChaosIT {
  @TempDir private Path dir = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aShortRunIsLinearizableLosesNothingAndCleansUp() {
    Chaos chaos = new Chaos(new ChaosPlan(3, 1, Duration.ofSeconds(12), 3), print(out), print(err));
    int bad = chaos.run(new LiveClusters(), dir);
    assertThat(bad).as("%s%s", text(err), text(out)).isZero();
    assertThat(text(out))
        .startsWith("run 1 seed 3: ")
        .contains(" faults: linearizable (")
        .contains("nothing lost");
    assertThat(dir).isEmptyDirectory();
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
