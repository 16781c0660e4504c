package org.quorama.monitor.view.figures;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.sql.Chart;
import org.quorama.monitor.model.sql.TraceTable;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.view.screen.Legend;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.figures.SqlViewModel;
import org.quorama.monitor.words.Words;
import org.quorama.trace.sql.Answer;
import org.quorama.trace.sql.Question;
import org.quorama.trace.sql.SqlProblem;

/** Questions in SQL to the recording that is shown. Confined to the JavaFX thread. */
public final class SqlScreen implements Screen {
  private static final KeyCombination RUN =
      new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

  private static final double EXAMPLES = 0.25;

  /** How many lines high it must be to name the tables. */
  private static final double TABLES = 20;

  private final SqlViewModel sql;
  private final Words words;
  private final TextArea editor = new TextArea();
  private final Label status = new Label();
  private final AnswerTable table;
  private final ChoiceBox<String> columns = new ChoiceBox<>();
  private final Bars bars = new Bars();
  private final SplitPane result;
  private final Changes changes = new Changes();
  private final SplitPane content;
  private double scale = 1;

  /**
   * Builds the screen.
   *
   * @param cluster whose recording is asked
   * @param words in which language
   */
  public SqlScreen(ClusterViewModel cluster, Words words) {
    this.sql = cluster.figures().sql();
    this.words = words;
    table = new AnswerTable(words);
    result = new SplitPane(table);
    result.setMinSize(0, 0);
    BorderPane lower = new BorderPane(result, bar(), null, null, null);
    SplitPane right = new SplitPane(editor(), lower);
    right.setOrientation(Orientation.VERTICAL);
    right.setDividerPositions(0.36);
    content = new SplitPane(examples(), right);
    content.setMinSize(0, 0);
    content.setDividerPositions(EXAMPLES);
    sql.stateProperty().addListener((value, before, now) -> show(now));
    show(sql.stateProperty().get());
  }

  private VBox examples() {
    Label title = new Label(words.text("sql.examples"));
    title.setStyle("-fx-font-weight: bold;");
    ListView<Question> list = new ListView<>();
    list.getItems().setAll(Question.values());
    list.setId("sql-examples");
    list.setCellFactory(made -> new QuestionCell(list));
    list.getStyleClass().add("dense");
    list.setOnMouseClicked(click -> ask(list.getSelectionModel().getSelectedItem()));
    list.addEventFilter(
        KeyEvent.KEY_PRESSED,
        press -> {
          if (press.getCode() == KeyCode.ENTER) {
            ask(list.getSelectionModel().getSelectedItem());
            press.consume();
          }
        });
    list.setMinHeight(0);
    VBox.setVgrow(list, Priority.ALWAYS);
    VBox box = new VBox(6, title, list);
    Label tables = new Legend(words.text("sql.tables"), box, TABLES);
    tables.setStyle("-fx-text-fill: -color-fg-muted; -fx-font-size: 0.9em;");
    box.getChildren().add(tables);
    box.setPadding(new Insets(8));
    box.setMinSize(0, 0);
    return box;
  }

  private void ask(@Nullable Question question) {
    if (question != null) {
      sql.ask(question);
    }
  }

  private TextArea editor() {
    editor.setId("sql-editor");
    editor.setAccessibleText(words.text("sql.editor"));
    editor.setStyle("-fx-font-family: 'monospace';");
    editor.textProperty().bindBidirectional(sql.questionProperty());
    editor.addEventFilter(
        KeyEvent.KEY_PRESSED,
        press -> {
          if (RUN.match(press)) {
            sql.run();
            press.consume();
          }
        });
    return editor;
  }

  private HBox bar() {
    Button run = new Button(words.text("sql.run"));
    run.setId("sql-run");
    run.setOnAction(pressed -> sql.run());
    Button stop = new Button(words.text("sql.stop"));
    stop.setId("sql-stop");
    stop.setOnAction(pressed -> sql.cancel());
    ObservableValue<Boolean> running =
        sql.stateProperty().map(state -> state instanceof SqlViewModel.Running);
    run.disableProperty().bind(running);
    stop.disableProperty().bind(running.map(now -> !now));
    run.setMinWidth(Region.USE_PREF_SIZE);
    stop.setMinWidth(Region.USE_PREF_SIZE);
    status.setId("sql-status");
    status.setWrapText(true);
    status.setMinWidth(0);
    Tooltip whole = new Tooltip();
    whole.textProperty().bind(status.textProperty());
    status.setTooltip(whole);
    HBox.setHgrow(status, Priority.ALWAYS);
    status.setMaxWidth(Double.MAX_VALUE);
    columns.setId("sql-column");
    columns.setAccessibleText(words.text("sql.chart"));
    columns.managedProperty().bind(columns.visibleProperty());
    HBox bar = new HBox(8, run, stop, status, columns);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setPadding(new Insets(6, 8, 6, 8));
    return bar;
  }

  private void show(SqlViewModel.State now) {
    if (now instanceof SqlViewModel.Running filling) {
      status.setText(
          filling.filled() > 0 && filling.filled() < 1
              ? words.text("sql.filling", filling.filled())
              : words.text("sql.running"));
    } else if (now instanceof SqlViewModel.Answered answered) {
      answered(answered.asked());
    } else if (now instanceof SqlViewModel.Failed failed) {
      failed(failed);
    } else {
      status.setText(words.text("sql.idle"));
      table.empty(words.text("sql.unasked"));
      chart(List.of());
    }
  }

  private void answered(TraceTable.Asked asked) {
    Answer answer = asked.answer();
    table.show(answer, scale);
    chart(Chart.columns(answer));
    String text =
        words.text(
            "sql.answered",
            answer.rows().size(),
            asked.end() - asked.begin(),
            answer.took().toMillis());
    text += answer.isCut() ? "  " + words.text("sql.cut") : "";
    text += asked.before() > 0 ? "  " + words.text("sql.older", asked.before()) : "";
    status.setText(text);
  }

  private void chart(List<String> drawable) {
    columns.getItems().setAll(drawable);
    columns.setVisible(!drawable.isEmpty());
    if (drawable.isEmpty()) {
      result.getItems().setAll(table);
    } else {
      columns.setValue(drawable.get(0));
      result.getItems().setAll(table, bars);
    }
    changes.in("anew");
  }

  private void failed(SqlViewModel.Failed failed) {
    table.empty(words.text("sql.noanswer"));
    chart(List.of());
    SqlProblem problem = failed.problem();
    if (problem == null) {
      status.setText("✗ " + words.text("sql.failed", failed.message()));
      return;
    }
    String what = words.text("sql.problem." + problem.kind(), problem.detail());
    int offset = problem.offset();
    if (offset < 0) {
      status.setText("✗ " + what);
      return;
    }
    String before = editor.getText(0, Math.min(offset, editor.getLength()));
    long line = before.chars().filter(letter -> letter == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    status.setText("✗ " + words.text("sql.at", line, column, what));
    int end = offset;
    while (end < editor.getLength()
        && Character.isJavaIdentifierPart(editor.getText().charAt(end))) {
      end++;
    }
    editor.selectRange(before.length(), Math.max(end, before.length()));
  }

  @Override
  public String key() {
    return "sql";
  }

  @Override
  public Region content() {
    return content;
  }

  /** In a tile the status is one line, and whole in its tip. */
  @Override
  public @Nullable Region asTile(boolean tile) {
    status.setWrapText(!tile);
    return null;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    boolean isFailed = sql.stateProperty().get() instanceof SqlViewModel.Failed;
    status.setTextFill(isFailed ? theme.alarm() : theme.text());
    if (scale != theme.scale() && sql.stateProperty().get() instanceof SqlViewModel.Answered now) {
      table.show(now.asked().answer(), theme.scale());
    }
    if (scale != theme.scale()) {
      scale = theme.scale();
      content.setDividerPositions(EXAMPLES * Math.sqrt(scale));
    }
    String column = columns.getValue();
    if (sql.stateProperty().get() instanceof SqlViewModel.Answered answered
        && column != null
        && changes.in(theme.key(), column, bars.getWidth(), bars.getHeight(), answered)) {
      Chart chart = Chart.of(answered.asked().answer(), column);
      if (chart != null) {
        bars.draw(theme, chart, words.text("sql.leftout"));
      }
    }
  }

  /** A question in the language of the window. */
  private final class QuestionCell extends ListCell<Question> {
    QuestionCell(ListView<Question> list) {
      setWrapText(true);
      setStyle("-fx-cell-size: 24; -fx-padding: 3 8 3 8;"); // 24: as high as its words
      setPrefWidth(0);
      maxWidthProperty().bind(list.widthProperty().subtract(16));
    }

    @Override
    protected void updateItem(@Nullable Question question, boolean empty) {
      super.updateItem(question, empty);
      setText(empty || question == null ? null : words.text("sql.question." + question));
    }
  }
}
