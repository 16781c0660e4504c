package org.quorama.monitor.view.figures;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.checks.Verdicts;
import org.quorama.monitor.model.checks.Verdicts.Found;
import org.quorama.monitor.model.checks.Verdicts.State;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Words;
import org.quorama.trace.TraceInvariants.Rule;

/** Every property that must hold, and whether it does. Confined to the JavaFX thread. */
public final class ChecksScreen implements Screen {
  private final ClusterViewModel cluster;
  private final Words words;
  private final Label summary = new Label();
  private final Label note = new Label();
  private final Map<Rule, RuleRow> rows = new EnumMap<>(Rule.class);
  private final VBox list = new VBox();
  private final BorderPane content;
  private @Nullable Verdicts shown;
  private @Nullable Theme look;

  /**
   * Builds the screen.
   *
   * @param cluster what to show
   * @param words in which language
   */
  public ChecksScreen(ClusterViewModel cluster, Words words) {
    this.cluster = cluster;
    this.words = words;
    for (Rule rule : Rule.values()) {
      RuleRow row = new RuleRow(rule, words, this::jump);
      rows.put(rule, row);
      list.getChildren().add(row);
    }
    summary.setId("checks-summary");
    summary.setWrapText(true);
    note.setId("checks-note");
    note.setWrapText(true);
    note.setStyle("-fx-text-fill: -color-fg-muted;");
    VBox head = new VBox(4, summary, note);
    head.setPadding(new Insets(8, 16, 8, 16));
    ScrollPane scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setId("checks-list");
    content = new BorderPane(scroll, head, null, null, null);
  }

  private void jump(Found found) {
    cluster.timeLine().jumpTo(found.position() + 1);
    cluster.selection().select(new Selected.OfEvent(found.position(), found.breach().event()));
  }

  @Override
  public String key() {
    return "checks";
  }

  @Override
  public Region content() {
    return content;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    Verdicts now = cluster.figures().verdictsProperty().get();
    if (now.equals(shown) && theme == look) {
      return;
    }
    shown = now;
    look = theme;
    now.all().forEach(verdict -> row(verdict.rule()).show(verdict, theme));
    sort(now);
    long broken = now.broken();
    summary.setText(
        broken == 0
            ? words.text("checks.all", now.all().size())
            : words.text("checks.some", broken, now.all().size()));
    summary.setFont(theme.bold(18));
    summary.setTextFill(broken == 0 ? theme.text() : theme.alarm());
    String looked = words.text("checks.looked", now.events());
    note.setText(
        now.events() == 0
            ? words.text("checks.empty")
            : now.missing() == 0
                ? looked
                : looked + "  " + words.text("checks.missing", now.missing()));
  }

  /** What is broken comes first. */
  private void sort(Verdicts now) {
    List<RuleRow> sorted = new ArrayList<>();
    for (boolean isBroken : new boolean[] {true, false}) {
      now.all().stream()
          .filter(verdict -> (verdict.state() == State.BROKEN) == isBroken)
          .forEach(verdict -> sorted.add(row(verdict.rule())));
    }
    if (!sorted.equals(list.getChildren())) {
      list.getChildren().setAll(sorted);
    }
  }

  private RuleRow row(Rule rule) {
    RuleRow row = rows.get(rule);
    if (row == null) {
      throw new IllegalStateException("No row of " + rule);
    }
    return row;
  }
}
