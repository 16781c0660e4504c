package org.quorama.monitor.view;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.ClusterViewModel;

/** The line above all screens: where the events come from, how it stands, and what went wrong. */
final class TopBar extends HBox {
  TopBar(ClusterViewModel cluster) {
    super(12);
    setAlignment(Pos.CENTER_LEFT);
    setPadding(new Insets(8, 12, 8, 12));
    Label badge = new Label();
    badge.textProperty().bind(cluster.truthProperty().asString());
    badge.setId("truth");
    badge.setPadding(new Insets(2, 8, 2, 8));
    badge.setMinWidth(USE_PREF_SIZE);
    badge.setStyle("-fx-border-color: -color-fg-default; -fx-font-weight: bold;");
    Label status = new Label();
    status.setId("status");
    status.textProperty().bind(cluster.statusLineProperty());
    Label harm = new Label();
    harm.setId("harm");
    harm.textProperty().bind(cluster.lab().labProperty().map(Lab::line));
    harm.setStyle("-fx-font-weight: bold;");
    Region gap = new Region();
    setHgrow(gap, Priority.ALWAYS);
    Label notice = new Label();
    notice.setId("notice");
    notice.textProperty().bind(cluster.noticeProperty());
    getChildren().addAll(badge, status, harm, gap, notice);
  }

  /** Adds a button at the right end. */
  void add(String id, String text, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(pressed -> action.run());
    getChildren().add(button);
  }
}
