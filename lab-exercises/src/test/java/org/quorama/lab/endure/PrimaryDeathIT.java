package org.quorama.lab.endure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.LiveClusters;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;

/** Whoever orders the appends of many clients is killed while they wait for it. */
@Timeout(180)
class PrimaryDeathIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final FilePath FILE = FilePath.parse("/records");
  private static final int CLIENTS = 4;
  private static final int RECORDS = 120;
  private static final int SEED = 7;

  @TempDir private Path dir = Path.of("");

  @Test
  @DisplayName("F-07 the primary is killed amid appends: what is acknowledged is on every replica")
  void acknowledgedRecordsSurviveTheirPrimary() {
    EndurePlan plan = new EndurePlan(Optional.empty(), CLIENTS, RECORDS, SOON, SOON, SEED);
    ClusterPlan five = new ClusterPlan(dir.resolve("c"), 5, "fast", Map.of(), true);
    List<QuoramaClient> clients = new ArrayList<>();
    List<Appender> appenders = new ArrayList<>();
    try (ClusterSession session = new LiveClusters().start(five)) {
      session.client().require(new FileOperation.CreateFile(FILE));
      for (int i = 1; i <= CLIENTS; i++) {
        QuoramaClient own = client(session);
        clients.add(own);
        QuoramaClient shared = session.client();
        appenders.add(new Appender(i, plan, i % 2 == 0 ? shared : own, FILE));
      }
      CompletableFuture<?>[] ends =
          appenders.stream()
              .map(
                  each ->
                      CompletableFuture.runAsync(
                          () -> each.run(() -> true), Daemons.each("test-appender")))
              .toArray(CompletableFuture<?>[]::new);
      killThePrimary(session, appenders);
      assertThat(CompletableFuture.allOf(ends)).succeedsWithin(SOON);

      assertRecords(session, appenders);
    } finally {
      clients.forEach(QuoramaClient::close);
    }
  }

  private static QuoramaClient client(ClusterSession session) {
    return new QuoramaClient(
        session.connector(), List.copyOf(session.nodes().values()), ClientConfig.defaults());
  }

  /** Kills the primary of the last chunk when a part of the records is there. */
  private static void killThePrimary(ClusterSession session, List<Appender> appenders) {
    await().atMost(SOON).until(() -> done(appenders) > CLIENTS * RECORDS / 4);
    List<ChunkLocation> chunks = session.client().locate(FILE).chunks();
    NodeId primary = chunks.get(chunks.size() - 1).primary();
    session.kill(primary);
    assertThat(done(appenders)).as("records before the kill").isLessThan(CLIENTS * RECORDS);
    await()
        .atMost(SOON)
        .until(
            () ->
                session.client().locate(FILE).chunks().stream()
                    .noneMatch(chunk -> chunk.replicas().contains(primary)));
    session.restart(primary);
  }

  private static int done(List<Appender> appenders) {
    return appenders.stream().mapToInt(Appender::done).sum();
  }

  /** Each is where it was acknowledged, on three replicas, and the reader finds it once. */
  private static void assertRecords(ClusterSession session, List<Appender> appenders) {
    try (Watch watch = new Watch(new PrintStream(OutputStream.nullOutputStream()))) {
      assertThat(watch.awaitHealth(session.client(), SOON)).isEmpty();
    }
    List<Appender.Acknowledged> all = new ArrayList<>();
    appenders.forEach(each -> all.addAll(each.acknowledged()));
    List<String> problems = new ArrayList<>();
    Map<String, Number> figures = new TreeMap<>();
    new RecordCheck(session, FILE, SEED, problems, figures).run(all);
    assertThat(problems).isEmpty();
    assertThat(all).hasSize(CLIENTS * RECORDS);
    assertThat(figures).containsEntry("damaged_or_missing", 0);
    assertThat(Objects.requireNonNull(figures.get("looked_at")).longValue())
        .isEqualTo(3L * all.size());
  }
}
