package org.quorama.monitor.view;

import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.checks.Verdicts;
import org.quorama.monitor.view.caption.CaptionList;
import org.quorama.monitor.view.control.ActionBar;
import org.quorama.monitor.view.state.StateView;
import org.quorama.monitor.view.time.TimeBar;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.viewmodel.settings.Settings;
import org.quorama.monitor.viewmodel.time.RecordingDesk;
import org.quorama.monitor.words.Words;

/** The whole window. Confined to the JavaFX thread. */
public final class MonitorView {
  /** Every second pulse: less than a thirtieth of a second, as pulses come a little early, too. */
  private static final long FRAME_NANOS = 25_000_000L;

  private final ClusterViewModel cluster;
  private final Settings settings;
  private final Deck deck;
  private final StateView state;
  private final SidePanel side;
  private final TimeBar timeBar;
  private final CaptionList captions;
  private final Cards cards;
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
    this(cluster, demo, with(theme), width, height);
  }

  private static Settings with(Theme theme) {
    Settings settings = Settings.forgotten();
    settings.set(Settings.THEME, theme.key());
    return settings;
  }

  /**
   * Builds the window's content as a person left it.
   *
   * @param cluster what to show
   * @param demo the demo, null for none
   * @param settings what is remembered; follows what a person changes
   * @param width in pixels
   * @param height in pixels
   */
  public MonitorView(
      ClusterViewModel cluster,
      @Nullable DemoViewModel demo,
      Settings settings,
      double width,
      double height) {
    this.cluster = cluster;
    this.settings = settings;
    theme = Theme.named(settings.get(Settings.THEME).orElse(""));
    Words words = Words.here();
    ControlsViewModel controls = new ControlsViewModel(cluster, words);
    cards = new Cards(controls, words, settings);
    deck = new Deck(Screens.of(cluster, words, this::theme), words);
    state = new StateView(deck, words);
    captions =
        new CaptionList(
            cluster, words, caption -> cluster.timeLine().jumpToTime(caption.timeNanos()));
    timeBar = new TimeBar(cluster, words);
    side = new SidePanel(controls, demo, words);
    scene = new Scene(layout(controls, words), width, height);
    keys(controls);
    remember();
    timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            frame(now);
          }
        };
    deck.setOnShown(this::draw);
    ReadOnlyObjectProperty<Verdicts> verdicts = cluster.figures().verdictsProperty();
    verdicts.addListener((value, before, now) -> warn(now));
    warn(verdicts.get());
    dress(theme);
  }

  /** A broken rule is seen on every screen. */
  private void warn(Verdicts now) {
    deck.mark("checks", now.broken() == 0 ? "" : "✗ " + now.broken());
  }

  private StackPane layout(ControlsViewModel controls, Words words) {
    TopBar top = new TopBar(cluster, words);
    top.add("inspect", words.text("screens.inspect.title"), side::toggleInspector);
    top.add("faults", words.text("frame.faults"), side::toggleLab);
    top.addLooks(words, this::nextLook, this::dress, settings);
    top.add("more", words.text("frame.help"), cards::help);
    VBox head = new VBox(top, new ActionBar(controls, words, cards), deck.tabs());
    VBox bottom = new VBox(timeBar, captions);
    state.setMinSize(0, 0);
    deck.setMinSize(0, 0);
    side.setMinHeight(0);
    StackPane all = new StackPane(new BorderPane(state, head, side, bottom, null));
    all.setAlignment(Pos.TOP_LEFT);
    all.getChildren().addAll(cards.layers());
    return all;
  }

  private void keys(ControlsViewModel controls) {
    WindowKeys keys = new WindowKeys(cards.keys(), controls);
    keys.ofNodes();
    keys.ofAll(cards);
    keys.ofTime(timeBar);
    keys.ofWindow(
        deck,
        side,
        this::nextLook,
        () -> settings.calmProperty().set(!settings.calmProperty().get()));
    keys.ofHelp(cards);
    cards.keys().install(scene);
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        pressed -> {
          if (!(scene.getFocusOwner() instanceof TextInputControl)) {
            timeBar.pressed(pressed.getCode());
          }
        });
  }

  private void remember() {
    settings.get(Settings.SCREEN).ifPresent(deck::show);
    deck.tile(settings.isSet(Settings.TILED));
    Motion.set(scene, settings.calmProperty().get());
    settings
        .calmProperty()
        .addListener(
            (value, before, now) -> {
              Motion.set(scene, now);
              draw();
            });
  }

  private void nextLook() {
    dress(theme.other());
  }

  private void dress(Theme now) {
    theme = now;
    settings.set(Settings.THEME, theme.key());
    theme.dress(scene);
    captions.look(theme);
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
   * Adds what can be done with the recording as a file.
   *
   * @param desk does it
   */
  public void files(RecordingDesk desk) {
    timeBar.files(desk);
  }

  /** Returns the names of all screens. */
  public List<String> keys() {
    return deck.keys();
  }

  /**
   * Shows four screens at once, or one again.
   *
   * @param tiled true for four
   */
  public void tile(boolean tiled) {
    deck.tile(tiled);
  }

  /** Shows the tour from its first step. */
  public void tour() {
    cards.tour();
  }

  /** Draws everything as it is now. */
  public void draw() {
    long now = cluster.nowNanos();
    state.update(cluster.modelProperty().get(), cluster.truthProperty().get() == Truth.RECORDED);
    deck.forEachShown(screen -> screen.draw(theme, now));
    captions.draw();
    side.draw();
    timeBar.draw(theme, System.nanoTime());
  }

  /** Draws thirty times a second from now on; shows the tour to who has not seen it. */
  public void start() {
    timer.start();
    if (!settings.isSet(Settings.TOUR_SEEN)) {
      cards.tour();
    }
  }

  /** Draws no more; the settings know what was in sight last. */
  public void stop() {
    timer.stop();
    settings.set(Settings.SCREEN, deck.shown());
    settings.set(Settings.TILED, Boolean.toString(deck.isTiled()));
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
