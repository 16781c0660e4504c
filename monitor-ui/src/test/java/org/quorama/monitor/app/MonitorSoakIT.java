package org.quorama.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.feed.TraceFeed;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.supervisor.ClusterInfo;
import org.quorama.supervisor.Supervisor;
import org.quorama.supervisor.SupervisorConfig;

/**
 * The window on a live cluster whose nodes are killed one after the other, while somebody goes
 * through all screens: nothing fails on the JavaFX thread, memory stays bounded, and no rule is
 * said to be broken. Short in every build; an hour with {@code -Dsoak.seconds=3600}.
 */
class MonitorSoakIT {
  private static final System.Logger LOG = System.getLogger(MonitorSoakIT.class.getName());
  private static final int NODES = 3;
  private static final long SECONDS = Long.getLong("soak.seconds", 30);
  private static final long MAX_BYTES = 300L << 20;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Test
  void windowFollowsAClusterUnderKills() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    Toolkit.startInMemory();
    try (Supervisor supervisor = start();
        NodeConnector connector = connector(supervisor.info());
        UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
        ModelKeeper keeper = new ModelKeeper(List.of())) {
      Window window = onFx(() -> open(keeper, dispatcher));
      TraceFeed feed = TraceFeed.start(supervisor.info().nodes(), connector, keeper);
      soak(supervisor, connector, window);
      until(() -> onFx(() -> isCaughtUp(window)));
      feed.close();
      judge(window);
      onFx(
          () -> {
            window.view().stop();
            return window;
          });
    }
  }

  /** What is open. */
  private record Window(MonitorView view, ClusterViewModel cluster, ModelKeeper keeper) {}

  private static Window open(ModelKeeper keeper, UiDispatcher dispatcher) {
    ClusterViewModel cluster =
        new ClusterViewModel(
            keeper, dispatcher, ClusterControls.none("A test"), Truth.LIVE, MonitorSoakIT::now);
    MonitorView view = new MonitorView(cluster, Theme.LIGHT, 1280, 800);
    Stage stage = new Stage();
    stage.setScene(view.scene());
    stage.show();
    view.start();
    return new Window(view, cluster, keeper);
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private void soak(Supervisor supervisor, NodeConnector connector, Window window)
      throws InterruptedException {
    List<NodeId> nodes = List.copyOf(supervisor.info().nodes().keySet());
    List<String> keys = onFx(() -> window.view().keys());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    CountDownLatch never = new CountDownLatch(1);
    ClientConfig patient = ClientConfig.defaults().withOperationTimeout(LONG);
    try (QuoramaClient client =
        new QuoramaClient(connector, List.copyOf(supervisor.info().nodes().values()), patient)) {
      for (int round = 0; System.nanoTime() < end; round++) {
        String key = keys.get(round % keys.size());
        onFx(() -> window.view().show(key));
        client.perform(new FileOperation.MakeDirectory(FilePath.parse("/d" + round)));
        if (round % 3 == 1) {
          NodeId victim = nodes.get(round / 3 % nodes.size());
          supervisor.kill(victim);
          client.perform(new FileOperation.MakeDirectory(FilePath.parse("/k" + round)));
          supervisor.restart(victim);
        }
        assertThat(never.await(500, TimeUnit.MILLISECONDS)).isFalse();
      }
    }
  }

  private static boolean isCaughtUp(Window window) {
    long told = window.keeper().history().size();
    return told > 1_000 && window.cluster().figures().readProperty().get() >= told - 200;
  }

  private void judge(Window window) {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long events = window.keeper().history().size();
    LOG.log(System.Logger.Level.INFO, "{0} events; {1} MiB in use", events, used >> 20);
    assertThat(failures).isEmpty();
    assertThat(used).isLessThan(MAX_BYTES);
    assertThat(onFx(() -> window.cluster().figures().verdictsProperty().get().all()))
        .allMatch(verdict -> verdict.first() == null);
    assertThat(onFx(() -> window.cluster().nodes().size())).isEqualTo(NODES);
  }

  private static void until(Supplier<Boolean> reached) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + LONG.toNanos();
    while (!reached.get()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static <T> T onFx(Supplier<T> what) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(() -> result.completeAsync(what, Runnable::run));
    return result.join();
  }

  private static NodeConnector connector(ClusterInfo info) {
    return new RmiNodeConnector(ClusterSecret.read(info.secretFile()), RmiTimeouts.defaults());
  }

  private Supervisor start() {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"));
    return Supervisor.start(
        new SupervisorConfig(directory.resolve("cluster"), NODES, "fast", Map.of(), java, true));
  }
}
