package org.quorama.monitor.view;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.quorama.monitor.model.StatusLines;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.settings.Settings;
import org.quorama.monitor.words.Words;

/** The line above all screens: where the events come from, how it stands, and what went wrong. */
final class TopBar extends HBox {
  TopBar(ClusterViewModel cluster, Words words) {
    super(12);
    setAlignment(Pos.CENTER_LEFT);
    setPadding(new Insets(8, 12, 8, 12));
    Label badge = new Label();
    badge
        .textProperty()
        .bind(
            cluster
                .truthProperty()
                .map(truth -> words.text("frame.truth." + truth.name().toLowerCase(Locale.ROOT))));
    badge.setId("truth");
    badge.setPadding(new Insets(2, 8, 2, 8));
    badge.setMinWidth(USE_PREF_SIZE);
    badge.setStyle("-fx-border-color: -color-fg-default; -fx-font-weight: bold;");
    Label status = new Label();
    status.setId("status");
    status.textProperty().bind(cluster.statusLineProperty());
    Label harm = new Label();
    harm.setId("harm");
    harm.textProperty().bind(cluster.lab().labProperty().map(new StatusLines(words)::ofLab));
    harm.setStyle("-fx-font-weight: bold;");
    for (Label label : List.of(status, harm)) {
      label.setWrapText(true);
      label.setMinWidth(0);
      whole(label);
    }
    Region gap = new Region();
    setHgrow(gap, Priority.ALWAYS);
    Label notice = new Label();
    notice.setId("notice");
    notice.textProperty().bind(cluster.noticeProperty());
    getChildren().addAll(badge, status, harm, gap, notice);
  }

  /** Says in a tip what there is no room for. */
  private static void whole(Label label) {
    Tooltip tip = new Tooltip();
    tip.textProperty().bind(label.textProperty());
    label.setTooltip(tip);
  }

  /** Adds a button at the right end. */
  void add(String id, String text, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(pressed -> action.run());
    getChildren().add(button);
  }

  /** Adds the looks at the right end: a click takes the next, the menu any; and the language. */
  void addLooks(Words words, Runnable next, Consumer<Theme> chosen, Settings settings) {
    SplitMenuButton looks = new SplitMenuButton();
    looks.setText(words.text("frame.theme"));
    looks.setId("theme");
    looks.setMinWidth(USE_PREF_SIZE);
    looks.setOnAction(pressed -> next.run());
    for (Theme theme : Theme.values()) {
      MenuItem item = new MenuItem(words.text("frame.theme." + theme.key()));
      item.setId("theme-" + theme.key());
      item.setOnAction(pressed -> chosen.accept(theme));
      looks.getItems().add(item);
    }
    CheckMenuItem less = new CheckMenuItem(words.text("frame.calm"));
    less.setId("calm");
    less.selectedProperty().bindBidirectional(settings.calmProperty());
    looks.getItems().addAll(new SeparatorMenuItem(), less, new SeparatorMenuItem());
    for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      looks.getItems().add(language(words, language, settings));
    }
    getChildren().add(looks);
  }

  /** A language cannot be changed while a window speaks it: it is that of the next one. */
  private static MenuItem language(Words words, Locale language, Settings settings) {
    String name = Words.of(language).text("frame.language");
    boolean speaks = words.locale().equals(language);
    CheckMenuItem item = new CheckMenuItem(name + (speaks ? "" : words.text("frame.nextStart")));
    item.setId("language-" + language.getLanguage());
    item.setSelected(speaks);
    item.setOnAction(chosen -> settings.set(Settings.LANGUAGE, language.getLanguage()));
    return item;
  }
}
