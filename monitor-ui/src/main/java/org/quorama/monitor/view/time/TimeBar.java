package org.quorama.monitor.view.time;

import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.time.RecordingDesk;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.monitor.words.Words;

/** Where in time the window stands, with all that goes elsewhere. Confined to the JavaFX thread. */
public final class TimeBar extends HBox {
  private static final double GAP = 6;
  private static final double TRUTH_WIDTH = 210;
  private static final double NOTICE_WIDTH = 320;
  private static final double CLOCK_WIDTH = 96;

  private final ClusterViewModel cluster;
  private final TimeLine time;
  private final Words words;
  private final Scrubber scrubber;
  private final Button play;
  private final BranchButton branch;
  private final Button follow;
  private final Label notice = new Label();
  private final Label speed = new Label();
  private final Label truth = new Label();
  private final Label clock = new Label();
  private final Pulse pulse;

  /**
   * Makes the bar of a window.
   *
   * @param cluster what the window shows
   * @param words in which language
   */
  public TimeBar(ClusterViewModel cluster, Words words) {
    super(GAP);
    this.cluster = cluster;
    this.time = cluster.timeLine();
    this.words = words;
    setId("time-bar");
    setAlignment(Pos.CENTER_LEFT);
    setPadding(new Insets(4, 12, 4, 12));
    scrubber = new Scrubber(time, words);
    setHgrow(scrubber, Priority.ALWAYS);
    play = button("time-play", Icon.PAUSE, "time.pause", time::toggle);
    branch =
        new BranchButton(
            time, words, button("time-branch", Icon.BRANCH, "time.branch", () -> {}), this::tell);
    pulse = new Pulse(time);
    follow = button("time-follow", Icon.END, "time.follow", time::follow);
    notice.setId("time-notice");
    notice.setWrapText(true);
    notice.setMaxWidth(NOTICE_WIDTH);
    notice.managedProperty().bind(notice.textProperty().isNotEmpty());
    truth.setId("time-truth");
    truth.setMinWidth(TRUTH_WIDTH);
    truth.setStyle("-fx-font-weight: bold;");
    clock.setId("time-clock");
    clock.setMinWidth(USE_PREF_SIZE);
    clock.setPrefWidth(CLOCK_WIDTH);
    speed.setId("time-speed");
    Button slower = worded("time-slower", "−", "time.slower", time::slower);
    Button faster = worded("time-faster", "+", "time.faster", time::faster);
    getChildren()
        .addAll(
            play,
            button("time-back", Icon.BACK, "time.back", () -> time.step(-1)),
            button("time-on", Icon.ON, "time.on", () -> time.step(1)),
            slower,
            speed,
            faster,
            scrubber,
            clock,
            new BookmarkButton(time, words, this::bookmark),
            branch,
            follow,
            notice,
            truth);
    time.noticeProperty().addListener((at, before, now) -> tell(now));
    time.branches()
        .busyProperty()
        .addListener((at, before, busy) -> tell(busy ? words.text("time.branching") : ""));
    time.positionProperty().addListener((at, before, now) -> forgetReason());
    update();
  }

  private Button button(String id, Icon icon, String key, Runnable action) {
    Button button = worded(id, "", key, action);
    button.setGraphic(icon.shape());
    return button;
  }

  private Button worded(String id, String text, String key, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    button.setAccessibleText(words.text(key));
    button.setTooltip(new Tooltip(words.text(key)));
    button.setOnAction(pressed -> action.run());
    return button;
  }

  private void bookmark() {
    time.toggleBookmark(TimeText.exact(time.sinceBeginning()));
  }

  /**
   * Adds what can be done with the recording as a file.
   *
   * @param desk does it
   */
  public void files(RecordingDesk desk) {
    FilesMenu menu = new FilesMenu(desk, words, this::tell);
    getChildren().add(getChildren().indexOf(branch), menu);
  }

  /**
   * Does what a typed key means here; returns false if it means nothing.
   *
   * @param typed the character
   */
  public boolean typed(String typed) {
    if (isMeantForAnother(typed.equals(" "))) {
      return false;
    }
    switch (typed) {
      case " " -> time.toggle();
      case "n" -> time.step(1);
      case "p" -> time.step(-1);
      case "N" -> time.stepMessage(1);
      case "P" -> time.stepMessage(-1);
      case "]" -> time.faster();
      case "[" -> time.slower();
      case "m" -> bookmark();
      case "b" -> branch.press();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Text fields take every key, buttons the space bar. */
  private boolean isMeantForAnother(boolean space) {
    Node owner = getScene() == null ? null : getScene().getFocusOwner();
    return owner instanceof TextInputControl || (space && owner instanceof ButtonBase);
  }

  /**
   * Does what a pressed key means here; returns false if it means nothing.
   *
   * @param code of the key
   */
  public boolean pressed(KeyCode code) {
    if (isMeantForAnother(false)) {
      return false;
    }
    boolean here = scrubber.isFocused();
    if (code == KeyCode.END) {
      time.follow();
    } else if (code == KeyCode.HOME) {
      time.jumpTo(time.extentProperty().get().first());
    } else if (here && code == KeyCode.LEFT) {
      time.step(-1);
    } else if (here && code == KeyCode.RIGHT) {
      time.step(1);
    } else {
      return false;
    }
    return true;
  }

  /**
   * Plays on and draws what has changed; called once a frame.
   *
   * @param theme how it looks
   * @param frameNanos when the frame is, on any clock that goes on
   */
  public void draw(Theme theme, long frameNanos) {
    if (pulse.isDue(frameNanos)) {
      update();
    }
    scrubber.draw(theme, frameNanos);
  }

  private void update() {
    boolean goes = time.followingProperty().get() || time.playingProperty().get();
    set(play, goes ? Icon.PAUSE : Icon.PLAY, goes ? "time.pause" : "time.play");
    follow.setDisable(time.followingProperty().get());
    double times = time.speedProperty().get();
    speed.setText("×" + (times >= 1 ? Long.toString((long) times) : Double.toString(times)));
    History.Extent extent = time.extentProperty().get();
    long nanos = time.nanosProperty().get();
    clock.setText(TimeText.exact(time.sinceBeginning()));
    truth.setText(truthLine(extent.lastNanos() - nanos));
    branch.update();
  }

  private void set(Button button, Icon icon, String key) {
    String text = words.text(key);
    if (!text.equals(button.getAccessibleText())) {
      button.setGraphic(icon.shape());
      button.setAccessibleText(text);
      button.setTooltip(new Tooltip(text));
    }
  }

  private void forgetReason() {
    if (!time.branches().busyProperty().get()) {
      tell(time.noticeProperty().get());
    }
  }

  private void tell(String news) {
    notice.setText(news);
  }

  private String truthLine(long behindNanos) {
    Truth now = cluster.truthProperty().get();
    String word = words.text("time.truth." + now.name().toLowerCase(Locale.ROOT));
    boolean behind = !time.followingProperty().get() && behindNanos > 0;
    return behind ? words.text("time.behind", word, TimeText.seconds(behindNanos)) : word;
  }
}
