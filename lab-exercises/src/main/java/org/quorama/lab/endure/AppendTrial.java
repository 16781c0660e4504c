package org.quorama.lab.endure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.daemon.Daemons;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.endure.Appender.Acknowledged;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * Appends from many clients to one file while nodes are killed, then looks at every replica. One
 * thread, but for the clients.
 */
final class AppendTrial {
  private static final FilePath FILE = FilePath.parse("/records");

  private final ClusterSession session;
  private final EndurePlan plan;
  private final Watch watch;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Number> figures = new LinkedHashMap<>();
  private final List<Appender> appenders = new ArrayList<>();
  private final List<QuoramaClient> clients = new ArrayList<>();

  AppendTrial(ClusterSession session, EndurePlan plan, PrintStream progress) {
    this.session = session;
    this.plan = plan;
    this.watch = new Watch(progress);
  }

  Verdict run() {
    makeFile();
    for (int i = 1; i <= plan.appenders(); i++) {
      QuoramaClient client =
          new QuoramaClient(
              session.connector(), List.copyOf(session.nodes().values()), ClientConfig.defaults());
      clients.add(client);
      appenders.add(new Appender(i, plan, client, FILE));
    }
    NodeKiller killer =
        new NodeKiller(session, plan.killEvery(), new SplittableRandom(plan.seed()));
    try (watch;
        killer) {
      watch.report(() -> standing() + "; " + killer.kills() + " kills, " + killer.standing());
      append(killer.start());
      judge();
    } finally {
      clients.forEach(QuoramaClient::close);
    }
    return new Verdict("append", figures, problems);
  }

  private void makeFile() {
    FileOperation create = new FileOperation.CreateFile(FILE);
    boolean made =
        session.client().perform(create).outcome() == Outcome.OK
            || session.client().perform(create).code() == ErrorCode.EXISTS;
    if (!made) {
      problems.add("the file could not be made");
    }
  }

  private String standing() {
    String trouble =
        appenders.stream()
            .map(Appender::trouble)
            .filter(it -> !it.isEmpty())
            .findFirst()
            .map(it -> "; " + it)
            .orElse("");
    return "%,d of %,d records acknowledged, %,d attempts were not%s"
        .formatted(
            appenders.stream().mapToInt(Appender::done).sum(),
            plan.appenders() * plan.records(),
            appenders.stream().mapToInt(Appender::repeated).sum(),
            trouble);
  }

  private void append(NodeKiller killer) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Appender appender : appenders) {
      ends.add(
          CompletableFuture.runAsync(
              () -> appender.run(() -> !watch.isLate(plan.limit())),
              Daemons.each("endure-appender")));
    }
    try {
      CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).join();
    } catch (CompletionException e) {
      problems.add("an appender ended in an unexpected way: " + e.getCause());
    }
    String failed = killer.stop();
    if (!failed.isEmpty()) {
      problems.add(failed);
    }
    figures.put("append_s", watch.seconds());
    figures.put("kills", killer.kills());
  }

  private void judge() {
    List<Acknowledged> all = new ArrayList<>();
    appenders.forEach(it -> all.addAll(it.acknowledged()));
    int wanted = plan.appenders() * plan.records();
    figures.put("acknowledged", all.size());
    figures.put("repeated", appenders.stream().mapToInt(Appender::repeated).sum());
    if (all.size() < wanted) {
      problems.add(
          "%,d of %,d records were not acknowledged within %d s"
              .formatted(wanted - all.size(), wanted, plan.limit().toSeconds()));
    }
    double begin = watch.seconds();
    String sick = watch.awaitHealth(session.client(), plan.limit());
    if (!sick.isEmpty()) {
      problems.add("fsck: " + sick);
    }
    figures.put("heal_s", watch.seconds() - begin);
    new RecordCheck(session, FILE, plan.seed(), problems, figures).run(all);
  }
}
