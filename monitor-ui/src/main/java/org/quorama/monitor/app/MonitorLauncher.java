package org.quorama.monitor.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import javafx.stage.Stage;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.feed.TraceFeed;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.remote.NodeConnector;

/** Opens the window on a live cluster. */
public final class MonitorLauncher {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private static final long BEHIND_NANOS = 150_000_000L;

  private MonitorLauncher() {}

  /**
   * Opens the window and returns; the window runs on JavaFX's thread and daemon threads.
   *
   * @param nodes whose traces to read, and where they listen
   * @param connector opens the connections
   * @param controls what the buttons do
   * @param onClose runs on the JavaFX thread when the person closes the window
   * @throws NoDisplayException if there is no display
   */
  public static void open(
      Map<NodeId, NodeAddress> nodes,
      NodeConnector connector,
      ClusterControls controls,
      Runnable onClose) {
    Toolkit.start();
    silenceTheLastPulse();
    UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
    ModelKeeper keeper = new ModelKeeper(nodes.keySet(), controls::hasEnded);
    dispatcher.run(
        () -> {
          ClusterViewModel cluster =
              new ClusterViewModel(
                  keeper, dispatcher, controls, Truth.LIVE, () -> wallNanos() - BEHIND_NANOS);
          TraceFeed feed = TraceFeed.start(nodes, connector, keeper);
          show(cluster, () -> close(feed, dispatcher, onClose));
        });
  }

  /**
   * When a signal ends the JVM, JavaFX ends its renderer while the window still draws, and prints a
   * stack trace of that. Loggers keep the stream that they began with.
   */
  private static void silenceTheLastPulse() {
    Thread silence =
        new Thread(
            () ->
                System.setErr(
                    new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)),
            "monitor-exit");
    Runtime.getRuntime().addShutdownHook(silence);
  }

  private static void close(TraceFeed feed, UiDispatcher dispatcher, Runnable onClose) {
    onClose.run();
    dispatcher.close();
    feed.close();
  }

  private static void show(ClusterViewModel cluster, Runnable onClose) {
    MonitorView view = new MonitorView(cluster, Theme.LIGHT, WIDTH, HEIGHT);
    Stage stage = new Stage();
    stage.setTitle("Quorama");
    stage.setScene(view.scene());
    stage.setOnHidden(
        hidden -> {
          view.stop();
          onClose.run();
        });
    stage.show();
    view.start();
  }

  private static long wallNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
