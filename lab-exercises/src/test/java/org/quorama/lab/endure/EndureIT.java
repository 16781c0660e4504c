package org.quorama.lab.endure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.lab.cluster.LiveClusters;

/** Short forms of what {@code quorama endure} does. */
@Timeout(400)
class EndureIT {
  private static final Duration KILL_EVERY = Duration.ofSeconds(3);

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path dir = Path.of("");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Verdict run(EndurePlan plan) {
    Endure endure = new Endure(plan, new PrintStream(err, true, StandardCharsets.UTF_8));
    List<Verdict> verdicts = new ArrayList<>();
    endure.run(new LiveClusters(), dir.resolve("e"), verdicts::add);
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  /** Without kills nothing was endured. */
  private static void assertKills(Verdict verdict) {
    Number kills = Objects.requireNonNull(verdict.figures().get("kills"));
    assertThat(kills.intValue()).as(verdict.summary()).isPositive();
  }

  private String words() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("F-04 acknowledged records are intact on every replica after kills")
  void acknowledgedRecordsSurviveKills() {
    Verdict verdict = run(new EndurePlan(Optional.empty(), 4, 150, KILL_EVERY, LIMIT, 7));
    assertThat(verdict.problems()).as(words()).isEmpty();
    assertKills(verdict);
    assertThat(verdict.figures()).containsEntry("acknowledged", 600);
    Number lookedAt = Objects.requireNonNull(verdict.figures().get("looked_at"));
    assertThat(lookedAt.longValue()).isEqualTo(3 * 600);
    assertThat(dir.resolve("e")).isEmptyDirectory();
  }

  @Test
  void aTreeGoesInAndComesOutIdenticalUnderKills() throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[i % 20 == 0 ? 9 << 20 : random.nextInt(100_000)];
      random.nextBytes(bytes);
      Path file = tree.resolve("d" + i % 7).resolve("f" + i);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
    Verdict verdict = run(new EndurePlan(Optional.of(tree), 0, 1, KILL_EVERY, LIMIT, 7));
    assertThat(verdict.problems()).as(words()).isEmpty();
    assertKills(verdict);
    assertThat(verdict.figures()).containsEntry("identical", 60).containsEntry("different", 0);
  }
}
