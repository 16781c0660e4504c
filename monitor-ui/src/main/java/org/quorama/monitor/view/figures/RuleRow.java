package org.quorama.monitor.view.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.checks.Verdicts.Found;
import org.quorama.monitor.model.checks.Verdicts.State;
import org.quorama.monitor.model.checks.Verdicts.Verdict;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.words.Words;
import org.quorama.trace.TraceInvariants.Rule;

/** One rule: its sign, its sentence, where it is from, and how it stands. */
final class RuleRow extends HBox {
  private static final double SIGN = 28;
  private static final double VERDICT = 235;

  /** The part of a narrow row that the verdict has. */
  private static final double MOST = 0.38;

  private final Words words;
  private final Label sign = new Label();
  private final Label name;
  private final Label sentence;
  private final Label broken = new Label();
  private final Label verdictWords = new Label();
  private final Button jump = new Button();
  private final DoubleProperty widest = new SimpleDoubleProperty(VERDICT);
  private @Nullable Found found;

  RuleRow(Rule rule, Words words, Consumer<Found> onJump) {
    super(12);
    this.words = words;
    name = new Label(words.text("checks.name." + rule) + "  " + rule.reference());
    name.setWrapText(true);
    sentence = new Label(words.text("checks.rule." + rule));
    sentence.setWrapText(true);
    broken.setWrapText(true);
    broken.setId("check-found-" + rule);
    broken.managedProperty().bind(broken.visibleProperty());
    VBox middle = new VBox(1, name, sentence, broken);
    HBox.setHgrow(middle, Priority.ALWAYS);
    middle.setMinWidth(0);
    jump.setText(words.text("checks.jump"));
    jump.setId("check-jump-" + rule);
    jump.managedProperty().bind(jump.visibleProperty());
    jump.setMinWidth(Region.USE_PREF_SIZE);
    jump.setOnAction(
        pressed -> {
          if (found != null) {
            onJump.accept(found);
          }
        });
    sign.setId("check-sign-" + rule);
    verdictWords.setId("check-" + rule);
    verdictWords.setWrapText(true);
    verdictWords.minWidthProperty().bind(Bindings.min(widest, widthProperty().multiply(MOST)));
    verdictWords.maxWidthProperty().bind(verdictWords.minWidthProperty());
    VBox end = new VBox(4, verdictWords, jump);
    end.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(sign, middle, end);
    setAlignment(Pos.CENTER_LEFT);
    setPadding(new Insets(3, 16, 3, 16));
    setStyle("-fx-border-color: transparent transparent -color-border-muted transparent;");
  }

  void show(Verdict verdict, Theme theme) {
    State state = verdict.state();
    found = verdict.first();
    sign.setText(state == State.BROKEN ? "✗" : state == State.HOLDS ? "✓" : "–");
    sign.setFont(theme.bold(18));
    sign.setMinWidth(SIGN * theme.scale());
    name.setFont(theme.bold(14));
    sentence.setFont(theme.font(13));
    broken.setFont(theme.bold(13.5));
    verdictWords.setFont(state == State.BROKEN ? theme.bold(14) : theme.font(14));
    widest.set(VERDICT * theme.scale());
    Color color =
        state == State.BROKEN ? theme.alarm() : state == State.HOLDS ? theme.text() : theme.muted();
    sign.setTextFill(color);
    verdictWords.setTextFill(color);
    broken.setTextFill(theme.alarm());
    verdictWords.setText(words(verdict));
    broken.setVisible(found != null);
    jump.setVisible(found != null);
    broken.setText(found == null ? "" : sentence(found, verdict.breaches()));
    setAccessibleText(name.getText() + ": " + verdictWords.getText() + " " + broken.getText());
  }

  private String words(Verdict verdict) {
    return switch (verdict.state()) {
      case HOLDS -> words.text("checks.holds", verdict.looked());
      case UNSEEN -> words.text("checks.unseen." + verdict.rule());
      case BROKEN -> words.text("checks.broken");
    };
  }

  private String sentence(Found at, int all) {
    List<Object> values = new ArrayList<>(at.breach().values());
    values.add(at.breach().event().node().value());
    String what = words.text("checks.found." + at.breach().finding(), values.toArray());
    return all == 1 ? what : what + " " + words.text("checks.more", all - 1);
  }
}
