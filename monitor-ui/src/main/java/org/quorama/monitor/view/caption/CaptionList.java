package org.quorama.monitor.view.caption;

import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.Caption;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.When;
import org.quorama.monitor.words.Words;

/**
 * What happened, a sentence a line, the latest last. A click or Enter chooses what a sentence is
 * about and jumps to its moment; a screen reader reads the latest. Confined to the JavaFX thread.
 */
public final class CaptionList extends ListView<Caption> {
  private static final double LINE = 22;
  private static final int LINES = 4;
  private static final int FRAMES = 2;

  private final ClusterViewModel cluster;
  private final Words words;
  private final Consumer<Caption> jump;
  private int unsettled;

  /**
   * Makes one.
   *
   * @param cluster whose sentences
   * @param words the language
   * @param jump goes to the moment of a sentence
   */
  public CaptionList(ClusterViewModel cluster, Words words, Consumer<Caption> jump) {
    super(cluster.captions());
    this.cluster = cluster;
    this.words = words;
    this.jump = jump;
    setId("captions");
    getStyleClass().addAll("dense", "caption-list", "edge-to-edge");
    setPlaceholder(new Label(words.text("captions.none")));
    setCellFactory(list -> new Cell());
    setAccessibleRoleDescription(words.text("captions.list"));
    look(Theme.LIGHT);
    setOnKeyPressed(
        pressed -> {
          Caption chosen = getSelectionModel().getSelectedItem();
          if (pressed.getCode() == KeyCode.ENTER && chosen != null) {
            choose(chosen);
          }
        });
    cluster.captions().addListener((ListChangeListener<Caption>) change -> announce());
    heightProperty().addListener((value, before, now) -> unsettled = FRAMES);
    announce();
  }

  /**
   * Has its lines as high as a theme's letters need.
   *
   * @param theme which
   */
  public void look(Theme theme) {
    setFixedCellSize(LINE * theme.scale());
    int lines = theme.scale() > 1 ? LINES - 1 : LINES;
    setMinHeight(LINE * 2 * theme.scale());
    setPrefHeight(LINE * lines * theme.scale() + 2);
  }

  /** Says the latest, and keeps it in sight unless a person reads an earlier one. */
  private void announce() {
    if (getItems().isEmpty()) {
      setAccessibleText(words.text("captions.none"));
      return;
    }
    int last = getItems().size() - 1;
    setAccessibleText(spoken(getItems().get(last)));
    unsettled = FRAMES;
  }

  /** Keeps the latest in sight; called once a frame, as a list knows its height late. */
  public void draw() {
    if (unsettled > 0) {
      unsettled--;
      showLast();
    }
  }

  private void showLast() {
    if (!isHover() && !isFocused() && !getItems().isEmpty()) {
      scrollTo(getItems().size() - 1);
    }
  }

  private String spoken(Caption caption) {
    String severity = words.text("captions.severity." + caption.severity().key());
    String when = When.of(caption.timeNanos(), words.locale());
    return words.text("captions.spoken", severity, when, caption.text(words));
  }

  private void choose(Caption caption) {
    cluster.selection().select(selected(caption));
    jump.accept(caption);
  }

  private static Selected selected(Caption caption) {
    Caption.Subject subject = caption.subject();
    if (!subject.chunk().isEmpty()) {
      return new Selected.OfChunk(subject.chunk());
    }
    return subject.index() > 0
        ? new Selected.OfEntry(caption.node(), subject.index())
        : new Selected.OfNode(caption.node());
  }

  /** One sentence with the sign of how much it matters. */
  private final class Cell extends ListCell<Caption> {
    private final Tooltip hint = new Tooltip(words.text("captions.hint"));

    Cell() {
      setAccessibleRole(AccessibleRole.LIST_ITEM);
      setOnMouseClicked(
          click -> {
            Caption caption = getItem();
            if (caption != null) {
              choose(caption);
            }
          });
    }

    @Override
    protected void updateItem(@Nullable Caption caption, boolean empty) {
      super.updateItem(caption, empty);
      getStyleClass().removeAll("caption-news", "caption-turn", "caption-warning", "caption-alarm");
      if (caption == null || empty) {
        setText(null);
        setTooltip(null);
        setAccessibleText("");
        return;
      }
      String when = When.of(caption.timeNanos(), words.locale());
      setText("%s  %s   %s".formatted(caption.severity().sign(), when, caption.text(words)));
      getStyleClass().add("caption-" + caption.severity().key());
      setTooltip(hint);
      setAccessibleText(spoken(caption));
    }
  }
}
