package org.quorama.monitor.view;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quorama.monitor.model.DemoPage;
import org.quorama.monitor.model.DemoPage.Block;
import org.quorama.monitor.model.DemoPage.Phase;
import org.quorama.monitor.model.DemoPage.State;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.words.Words;

/** The script of a demo, step by step, with Next, Back and Restart. */
final class DemoPanel extends VBox {
  private final DemoViewModel demo;
  private final Words words;
  private final Label title = new Label();
  private final Label heading = new Label();
  private final VBox blocks = new VBox(8);
  private final ScrollPane scroll = new ScrollPane(blocks);
  private final Button next;
  private final Button back;
  private final Button restart;

  DemoPanel(DemoViewModel demo, Words words) {
    super(8);
    this.demo = demo;
    this.words = words;
    setId("demo");
    setPadding(new Insets(8));
    next = LabPanel.button("next", words.text("controls.demo.next"), demo::next);
    back = LabPanel.button("back", words.text("controls.demo.back"), demo::back);
    restart = LabPanel.button("again", words.text("controls.demo.restart"), demo::restart);
    next.setDefaultButton(true);
    title.setId("demo-title");
    title.setStyle("-fx-font-weight: bold; -fx-font-size: 1.2em;");
    title.setWrapText(true);
    heading.setId("demo-heading");
    heading.setStyle("-fx-font-weight: bold;");
    heading.setWrapText(true);
    title.setMinHeight(USE_PREF_SIZE);
    heading.setMinHeight(USE_PREF_SIZE);
    blocks.heightProperty().addListener((value, before, now) -> follow());
    blocks.setPadding(new Insets(0, 10, 0, 0));
    scroll.setFitToWidth(true);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    HBox buttons = new HBox(6, next, back, restart);
    buttons.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(title, buttons, heading, scroll);
    ObservableValue<DemoPage> page = demo.pageProperty();
    page.addListener((value, before, now) -> show(now));
    show(page.getValue());
  }

  private void show(DemoPage now) {
    title.setText(now.title());
    heading.setText(
        now.step() == 0
            ? now.heading()
            : words.text("controls.demo.step", now.step(), now.steps(), now.heading()));
    Phase phase = now.phase();
    next.setText(words.text(phase == Phase.ASKING ? "controls.demo.reveal" : "controls.demo.next"));
    next.setDisable(phase != Phase.READY && phase != Phase.ASKING);
    back.setDisable(phase == Phase.PLAYING || now.step() < 2);
    restart.setDisable(phase == Phase.PLAYING);
    blocks.getChildren().setAll(now.blocks().stream().map(this::draw).toList());
  }

  /** Keeps what is played in sight. */
  private void follow() {
    scroll.setVvalue(demo.pageProperty().get().step() == 0 ? 0 : 1);
  }

  private Node draw(Block block) {
    return switch (block.kind()) {
      case PROSE -> MarkdownFlow.of(block.text());
      case COMMAND, EXPECTATION -> line(block);
      case CAPTION -> framed(MarkdownFlow.of(block.text()), "-color-accent-emphasis");
      case QUESTION -> framed(MarkdownFlow.of(strong("predict") + block.text()), "#b35900");
      case ANSWER -> framed(MarkdownFlow.of(strong("answer") + block.text()), "#0072b2");
      case FAILURE -> framed(failure(block.text()), "#d55e00");
    };
  }

  private String strong(String name) {
    return "**" + words.text("controls.demo." + name) + "** ";
  }

  private static Label line(Block block) {
    Label line = new Label(mark(block.state()) + "  " + block.text());
    line.setWrapText(true);
    line.setStyle("-fx-font-family: monospace;");
    line.setOpacity(block.state() == State.WAITING ? 0.65 : 1);
    return line;
  }

  private static String mark(State state) {
    return switch (state) {
      case WAITING -> "·";
      case RUNNING -> "▶";
      case DONE -> "✓";
      case FAILED -> "✕";
    };
  }

  private static Label failure(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setStyle("-fx-font-family: monospace;");
    return label;
  }

  private static VBox framed(Node content, String colour) {
    VBox frame = new VBox(content);
    frame.setPadding(new Insets(4, 0, 4, 10));
    frame.setStyle("-fx-border-width: 0 0 0 4; -fx-border-color: " + colour + ";");
    return frame;
  }
}
