package org.quorama.monitor.view.figures;

import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.words.Words;
import org.quorama.trace.sql.Answer;

/** The rows of an answer; a click on a column's name sorts by it. */
final class AnswerTable extends TableView<List<@Nullable Object>> {
  private static final double LEAST = 70;
  private static final double MOST = 420;
  private static final double CHARACTER = 8.5;
  private static final int LOOKED_AT = 50;

  private final Words words;
  private final Label nothing = new Label();

  AnswerTable(Words words) {
    this.words = words;
    setId("sql-answer");
    setAccessibleText(words.text("sql.answer"));
    nothing.setId("sql-nothing");
    nothing.setWrapText(true);
    nothing.setPadding(new Insets(12));
    setPlaceholder(nothing);
    getStyleClass().add("dense");
    setMinSize(0, 0);
  }

  /** Shows no answer, and says why there is none. */
  void empty(String why) {
    getColumns().clear();
    getItems().clear();
    nothing.setText(why);
  }

  /** Shows an answer; words are so much larger than usual. */
  void show(Answer answer, double scale) {
    getColumns().clear();
    for (int i = 0; i < answer.columns().size(); i++) {
      getColumns().add(column(answer, i, scale));
    }
    getItems().setAll(answer.rows());
    nothing.setText(words.text("sql.norows"));
  }

  private static TableColumn<List<@Nullable Object>, @Nullable Object> column(
      Answer answer, int place, double scale) {
    Answer.Column column = answer.columns().get(place);
    TableColumn<List<@Nullable Object>, @Nullable Object> shown = new TableColumn<>(column.name());
    shown.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().get(place)));
    shown.setCellFactory(made -> new ValueCell());
    shown.setStyle(column.isNumber() ? "-fx-alignment: CENTER-RIGHT;" : "");
    shown.setComparator(AnswerTable::compare);
    int longest =
        answer.rows().stream()
            .limit(LOOKED_AT)
            .mapToInt(row -> Answer.text(row.get(place)).length())
            .max()
            .orElse(0);
    double wanted = Math.max(longest, column.name().length() + 2) * CHARACTER + 20;
    shown.setPrefWidth(scale * Math.max(LEAST, Math.min(MOST, wanted)));
    return shown;
  }

  private static int compare(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number first && other instanceof Number second) {
      return Double.compare(first.doubleValue(), second.doubleValue());
    }
    return Objects.requireNonNullElse(one, "")
        .toString()
        .compareTo(Objects.requireNonNullElse(other, "").toString());
  }

  /** A value as a person reads it. */
  private static final class ValueCell extends TableCell<List<@Nullable Object>, @Nullable Object> {
    @Override
    protected void updateItem(@Nullable Object value, boolean empty) {
      super.updateItem(value, empty);
      setText(empty ? null : Answer.text(value));
    }
  }
}
