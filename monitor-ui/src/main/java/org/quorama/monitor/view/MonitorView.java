package org.quorama.monitor.view;

import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Caption;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;

/** The whole window. Confined to the JavaFX thread. */
public final class MonitorView {
  private static final long FRAME_NANOS = 33_000_000L;
  private static final long LEASE_NANOS = 250_000_000L;
  private static final int CAPTIONS = 4;
  private static final String HELP =
      """
      1–5  select a node
      k  kill it
      l  hand the leadership to it
      r  restart it
      c  history of the next chunk; or click on one
      f  faults: time, waiting messages, links
      t  light or dark
      ?  this help

      Double ring and crown: leader. Dashed ring and pips: candidate and its votes.
      Square: learner, it has no vote. Dotted ring: asks whether it could win before it
      asks for votes. Faded: removed. Grey cross: dead. The arc around a node shrinks to
      its election deadline, the arc around a star to the end of a primary's lease. A square
      between nodes: a replica that is copied.""";

  private final ClusterViewModel cluster;
  private final RingView ring;
  private final LogGrid log;
  private final ChunkMap chunks;
  private final SidePanel side;
  private final Label captions = new Label();
  private final Label help = new Label(HELP);
  private final Scene scene;
  private final AnimationTimer timer;
  private Theme theme;
  private long drawnNanos;
  private long leasesNanos;

  /**
   * Builds the window's content.
   *
   * @param cluster what to show
   * @param theme how it looks at first
   * @param width in pixels
   * @param height in pixels
   */
  public MonitorView(ClusterViewModel cluster, Theme theme, double width, double height) {
    this(cluster, null, theme, width, height);
  }

  /**
   * Builds the window's content with a demo at its side.
   *
   * @param cluster what to show
   * @param demo the demo, null for none
   * @param theme how it looks at first
   * @param width in pixels
   * @param height in pixels
   */
  public MonitorView(
      ClusterViewModel cluster,
      @Nullable DemoViewModel demo,
      Theme theme,
      double width,
      double height) {
    this.cluster = cluster;
    this.theme = theme;
    side = new SidePanel(cluster.lab(), demo);
    ring = new RingView(cluster);
    log = new LogGrid(cluster);
    chunks = new ChunkMap(cluster, this::theme);
    scene = new Scene(layout(), width, height);
    theme.dress(scene);
    scene.addEventFilter(KeyEvent.KEY_TYPED, typed -> key(typed.getCharacter()));
    timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            frame(now);
          }
        };
    draw();
  }

  private StackPane layout() {
    VBox right = new VBox(8, log, chunks);
    right.setPadding(new Insets(8));
    VBox.setVgrow(chunks, Priority.ALWAYS);
    SplitPane middle = new SplitPane(ring, right);
    middle.setDividerPositions(0.46);
    captions.setId("captions");
    captions.setMinHeight(92);
    captions.setPadding(new Insets(6, 12, 6, 12));
    captions.setAlignment(Pos.TOP_LEFT);
    BorderPane pane = new BorderPane(middle, top(), side, captions, null);
    help.setId("help");
    help.setVisible(false);
    help.setPadding(new Insets(24));
    help.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    help.setStyle("-fx-background-color: -color-bg-overlay; -fx-border-color: -color-fg-default;");
    return new StackPane(pane, help);
  }

  private HBox top() {
    Label badge = new Label(cluster.truth().name());
    badge.setId("truth");
    badge.setPadding(new Insets(2, 8, 2, 8));
    badge.setStyle("-fx-border-color: -color-fg-default; -fx-font-weight: bold;");
    Label status = new Label();
    status.setId("status");
    status.textProperty().bind(cluster.statusLineProperty());
    Label notice = new Label();
    notice.setId("notice");
    notice.textProperty().bind(cluster.noticeProperty());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button look = new Button("Light / dark");
    look.setId("theme");
    look.setOnAction(pressed -> switchTheme());
    Button faults = new Button("Faults");
    faults.setId("faults");
    faults.setOnAction(pressed -> side.toggleLab());
    Label harm = new Label();
    harm.setId("harm");
    harm.textProperty().bind(cluster.lab().labProperty().map(Lab::line));
    harm.setStyle("-fx-font-weight: bold;");
    Button more = new Button("Help");
    more.setOnAction(pressed -> key("?"));
    HBox bar = new HBox(12, badge, status, harm, gap, notice, faults, look, more);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setPadding(new Insets(8, 12, 8, 12));
    return bar;
  }

  private void key(String typed) {
    NodeId chosen = cluster.selectedProperty().get();
    if (typed.equals("?")) {
      help.setVisible(!help.isVisible());
    } else if (typed.equals("f")) {
      side.toggleLab();
    } else if (typed.equals("t")) {
      switchTheme();
    } else if (typed.equals("c")) {
      cluster.chunkMap().chooseNext();
      chunks.refresh();
    } else if (typed.equals("k") && chosen != null) {
      cluster.kill(chosen);
    } else if (typed.equals("l") && chosen != null) {
      cluster.handOverTo(chosen);
    } else if (typed.equals("r") && chosen != null) {
      cluster.restart(chosen);
    } else if (typed.matches("[1-9]") && Integer.parseInt(typed) <= cluster.nodes().size()) {
      cluster.selectedProperty().set(cluster.nodes().get(Integer.parseInt(typed) - 1).id());
    }
  }

  private void switchTheme() {
    theme = theme.other();
    theme.dress(scene);
    draw();
  }

  private void frame(long now) {
    if (now - drawnNanos < FRAME_NANOS) {
      return;
    }
    drawnNanos = now;
    draw();
    if (now - leasesNanos > LEASE_NANOS) {
      leasesNanos = now;
      chunks.refresh();
    }
  }

  /** Draws everything as it is now. */
  public void draw() {
    chunks.columns();
    ring.draw(theme, cluster.nowNanos());
    log.draw(theme);
    List<Caption> all = cluster.captions();
    List<Caption> last = all.subList(Math.max(0, all.size() - CAPTIONS), all.size());
    captions.setText(String.join("\n", last.stream().map(Caption::text).toList()));
  }

  /** Draws thirty times a second from now on. */
  public void start() {
    timer.start();
  }

  /** Draws no more. */
  public void stop() {
    timer.stop();
  }

  /** Returns the scene for a stage or a picture. */
  public Scene scene() {
    return scene;
  }

  /** Returns how it looks now. */
  public Theme theme() {
    return theme;
  }
}
