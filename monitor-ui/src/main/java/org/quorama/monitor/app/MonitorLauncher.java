package org.quorama.monitor.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.app.file.RecordingFiles;
import org.quorama.monitor.app.file.RecordingPlan;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.DemoPlayer;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.viewmodel.settings.Settings;
import org.quorama.monitor.viewmodel.time.BranchMaker;
import org.quorama.monitor.words.Words;
import org.quorama.remote.NodeConnector;

/** Opens the window on a live cluster. */
public final class MonitorLauncher {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private static final String NO_PROCESSES = "A recording has no processes";

  /** What is shown is so long ago: by then it is read and in order. */
  private static final long BEHIND_NANOS = 300_000_000L;

  private MonitorLauncher() {}

  /**
   * Opens the window and returns; the window runs on JavaFX's thread and daemon threads.
   *
   * @param nodes whose traces to read, and where they listen
   * @param connector opens the connections
   * @param controls what the buttons do
   * @param recording where to record what is read
   * @param onClose runs on the JavaFX thread when the person closes the window
   * @return the window, to which nodes may be added
   * @throws NoDisplayException if there is no display
   */
  public static OpenWindow open(
      Map<NodeId, NodeAddress> nodes,
      NodeConnector connector,
      ClusterControls controls,
      RecordingPlan recording,
      Runnable onClose) {
    Toolkit.start(); // nothing is recorded where there is no window
    Showing live = Showing.live(RecordingFiles.begin(recording));
    OpenWindow window = open(controls, null, live, onClose);
    window.watch(nodes, connector);
    return window;
  }

  /**
   * Opens the window on a recording and returns.
   *
   * @param history what was recorded; closed with the window
   * @param branches makes branches of it
   * @param onClose runs on the JavaFX thread when the person closes the window
   * @throws NoDisplayException if there is no display
   */
  public static void openRecording(History history, BranchMaker branches, Runnable onClose) {
    long end = history.extent().lastNanos();
    Showing recorded = new Showing(Truth.RECORDED, history, branches, () -> end);
    open(ClusterControls.none(NO_PROCESSES), null, recorded, onClose);
  }

  /**
   * Opens the window on a demo and returns; what it shows is told to what is returned.
   *
   * @param player plays the demo
   * @param controls what the buttons do
   * @param onClose runs on the JavaFX thread when the person closes the window
   * @throws NoDisplayException if there is no display
   */
  public static OpenWindow openDemo(DemoPlayer player, ClusterControls controls, Runnable onClose) {
    return open(controls, player, Showing.live(History.inMemory()), onClose);
  }

  /**
   * Opens the window on a demo that is played on a simulated cluster, as {@link #openDemo} does,
   * and says so in the window.
   *
   * @param player plays the demo
   * @param controls what the buttons do
   * @param clock the cluster's virtual time in nanoseconds; thread-safe
   * @param onClose runs on the JavaFX thread when the person closes the window
   * @throws NoDisplayException if there is no display
   */
  public static OpenWindow openSimulated(
      DemoPlayer player, ClusterControls controls, LongSupplier clock, Runnable onClose) {
    Showing simulated = new Showing(Truth.SIMULATED, History.inMemory(), BranchMaker.none(), clock);
    return open(controls, player, simulated, onClose);
  }

  /**
   * What is shown.
   *
   * @param truth where it comes from
   * @param history what was told so far
   * @param branches makes branches of it
   * @param clock what time it is there, in nanoseconds
   */
  private record Showing(Truth truth, History history, BranchMaker branches, LongSupplier clock) {
    static Showing live(History history) {
      return new Showing(Truth.LIVE, history, BranchMaker.none(), () -> wallNanos() - BEHIND_NANOS);
    }
  }

  private static OpenWindow open(
      ClusterControls controls, @Nullable DemoPlayer player, Showing showing, Runnable onClose) {
    Toolkit.start();
    silenceTheLastPulse();
    UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
    ModelKeeper keeper = new ModelKeeper(showing.history(), controls::hasEnded);
    OpenWindow window = new OpenWindow(keeper);
    Runtime.getRuntime().addShutdownHook(new Thread(keeper::close, "monitor-recording-end"));
    Settings settings = Settings.ofThisPerson();
    speak(settings);
    dispatcher.run(
        () -> {
          ClusterViewModel cluster =
              new ClusterViewModel(keeper, dispatcher, controls, showing.truth(), showing.clock());
          cluster.timeLine().branches().madeBy(showing.branches());
          DemoViewModel demo = player == null ? null : new DemoViewModel(player, dispatcher);
          MonitorView view = new MonitorView(cluster, demo, settings, WIDTH, HEIGHT);
          view.files(new WindowDesk(cluster.timeLine(), view, dispatcher));
          show(view, settings, () -> close(window, dispatcher, onClose));
        });
    return window;
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

  private static void close(OpenWindow window, UiDispatcher dispatcher, Runnable onClose) {
    onClose.run();
    dispatcher.close();
    window.close();
  }

  /** What the command line says comes first, then what is remembered, then the system. */
  private static void speak(Settings settings) {
    String chosen = System.getProperty(Words.LANGUAGE_PROPERTY, "");
    settings
        .get(Settings.LANGUAGE)
        .filter(remembered -> chosen.isBlank())
        .ifPresent(remembered -> System.setProperty(Words.LANGUAGE_PROPERTY, remembered));
  }

  private static void show(MonitorView view, Settings settings, Runnable onClose) {
    WindowMemory memory = new WindowMemory(settings);
    Stage stage = new Stage();
    stage.setTitle("Quorama");
    stage.setScene(view.scene());
    memory.restore(stage);
    stage.setOnHiding(
        hiding -> {
          view.stop();
          memory.save(stage);
        });
    stage.setOnHidden(
        hidden -> {
          view.stop();
          onClose.run();
        });
    stage.show();
    memory.restoreDividers(stage);
    view.start();
  }

  private static long wallNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
