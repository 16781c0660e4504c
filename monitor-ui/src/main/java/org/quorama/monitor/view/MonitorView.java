package org.quorama.monitor.view;

import javafx.animation.AnimationTimer;
import javafx.geometry.Insets;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.view.time.TimeBar;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Words;

/** The whole window. Confined to the JavaFX thread. */
public final class MonitorView {
  private static final long FRAME_NANOS = 33_000_000L;
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
  private final TopBar top;
  private final Deck deck;
  private final SidePanel side;
  private final TimeBar timeBar;
  private final CaptionStrip captions;
  private final Label help = new Label(HELP);
  private final Scene scene;
  private final AnimationTimer timer;
  private Theme theme;
  private long drawnNanos;

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
    Words words = Words.here();
    top = new TopBar(cluster);
    deck = new Deck(Screens.of(cluster, words, this::theme), words);
    captions = new CaptionStrip(cluster);
    timeBar = new TimeBar(cluster, Words.here());
    scene = new Scene(layout(), width, height);
    theme.dress(scene);
    scene.addEventFilter(KeyEvent.KEY_TYPED, typed -> key(typed.getCharacter()));
    scene.addEventFilter(KeyEvent.KEY_PRESSED, pressed -> timeBar.pressed(pressed.getCode()));
    timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            frame(now);
          }
        };
    deck.setOnShown(this::draw);
    draw();
  }

  private StackPane layout() {
    top.add("faults", "Faults", side::toggleLab);
    top.add("theme", "Light / dark", this::switchTheme);
    top.add("more", "Help", () -> key("?"));
    VBox bottom = new VBox(timeBar, captions);
    BorderPane pane = new BorderPane(deck, top, side, bottom, null);
    help.setId("help");
    help.setVisible(false);
    help.setPadding(new Insets(24));
    help.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    help.setStyle("-fx-background-color: -color-bg-overlay; -fx-border-color: -color-fg-default;");
    return new StackPane(pane, help);
  }

  private void key(String typed) {
    NodeId chosen = cluster.selectedProperty().get();
    if (timeBar.typed(typed)) {
      return;
    }
    if (typed.equals("?")) {
      help.setVisible(!help.isVisible());
    } else if (typed.equals("f")) {
      side.toggleLab();
    } else if (typed.equals("t")) {
      switchTheme();
    } else if (typed.equals("c")) {
      cluster.chunkMap().chooseNext();
    } else if (typed.equals("k") && chosen != null) {
      cluster.kill(chosen);
    } else if (typed.equals("l") && chosen != null) {
      cluster.handOverTo(chosen);
    } else if (typed.equals("r") && chosen != null) {
      cluster.restart(chosen);
    } else if (typed.matches("[1-9]") && Integer.parseInt(typed) <= cluster.nodes().size()) {
      NodeId id = cluster.nodes().get(Integer.parseInt(typed) - 1).id();
      cluster.selection().select(new Selected.OfNode(id));
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
  }

  /**
   * Shows one screen alone.
   *
   * @param key its name, such as {@code log}
   * @return false if there is none of that name
   */
  public boolean show(String key) {
    return deck.show(key);
  }

  /**
   * Shows four screens at once, or one again.
   *
   * @param tiled true for four
   */
  public void tile(boolean tiled) {
    deck.tile(tiled);
  }

  /** Draws everything as it is now. */
  public void draw() {
    long now = cluster.nowNanos();
    deck.forEachShown(screen -> screen.draw(theme, now));
    captions.draw();
    timeBar.draw(theme, System.nanoTime());
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
