package org.quorama.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.daemon.Daemons;
import org.quorama.lab.cluster.ClusterSession;

/** The clients of one run, each with a session and a thread of its own. Confined to one thread. */
final class Callers implements AutoCloseable {
  private static final Duration OPERATION = Duration.ofSeconds(3);
  private static final Duration LAST_OPERATION = Duration.ofSeconds(40);

  private final ClusterSession session;
  private final Recorder recorder;
  private final List<QuoramaClient> clients = new ArrayList<>();
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();
  private volatile boolean stopping;

  Callers(ClusterSession session, Recorder recorder) {
    this.session = session;
    this.recorder = recorder;
  }

  /** Starts them. */
  void start(int count, SplittableRandom random) {
    for (int i = 1; i <= count; i++) {
      Caller caller = caller(i, random.split());
      ends.add(
          CompletableFuture.runAsync(
              () -> caller.run(() -> !stopping), Daemons.each("chaos-caller-" + i)));
    }
  }

  private Caller caller(int number, SplittableRandom random) {
    QuoramaClient client =
        new QuoramaClient(
            session.connector(),
            List.copyOf(session.nodes().values()),
            ClientConfig.defaults().withOperationTimeout(OPERATION));
    clients.add(client);
    return new Caller(number, client, random, recorder);
  }

  /**
   * Lets each finish its last operation.
   *
   * @throws IllegalStateException if one does not end, or ended in an unexpected way
   */
  void stop() {
    stopping = true;
    for (CompletableFuture<Void> end : ends) {
      try {
        end.get(LAST_OPERATION.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while the clients end", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("A client ended in an unexpected way", e.getCause());
      } catch (TimeoutException e) {
        throw new IllegalStateException("A client's last operation does not end", e);
      }
    }
  }

  /** Reads every register once more, after everything. */
  void lastReads() {
    caller(clients.size() + 1, new SplittableRandom(0)).readAll();
  }

  @Override
  public void close() {
    stopping = true;
    clients.forEach(QuoramaClient::close);
  }
}
