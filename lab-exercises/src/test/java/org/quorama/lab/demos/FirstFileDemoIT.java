package org.quorama.lab.demos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.cluster.LiveClusters;

@Timeout(120)
class FirstFileDemoIT {
  private static final int BYTES = 20_000_000;

  @TempDir private Path dir = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aFileSurvivesTheLossOfTheLeader() throws IOException {
    byte[] bytes = new byte[BYTES];
    new SplittableRandom(3).nextBytes(bytes);
    Path file = Files.write(dir.resolve("file.bin"), bytes);
    new FirstFileDemo().play(stage(file));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("Node n\\d leads in term \\d+")
        .contains(
            "chunk   0  c0001 v", "chunk   2", "with SIGKILL", "not a byte was lost", "Done.");
  }

  @Test
  void aFileThatIsNotThereFailsBeforeAnythingStarts() {
    assertThatExceptionOfType(DemoFailedException.class)
        .isThrownBy(() -> new FirstFileDemo().play(stage(dir.resolve("none"))))
        .withMessageContaining("is not a file");
  }

  private DemoStage stage(Path file) {
    return new DemoStage(
        new LiveClusters(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        Optional.of(file),
        title -> new SilentProgress());
  }

  private static final class SilentProgress implements DemoStage.ClosableProgress {
    @Override
    public void advanced(Standing standing) {
      // nobody looks
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
