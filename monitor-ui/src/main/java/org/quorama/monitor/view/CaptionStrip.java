package org.quorama.monitor.view;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import org.quorama.monitor.model.Caption;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.viewmodel.ClusterViewModel;

/** The latest sentences on what happened. */
final class CaptionStrip extends Label {
  private static final int CAPTIONS = 4;

  private final ClusterViewModel cluster;
  private final Changes changes = new Changes();

  CaptionStrip(ClusterViewModel cluster) {
    this.cluster = cluster;
    setId("captions");
    setMinHeight(92);
    setPadding(new Insets(6, 12, 6, 12));
    setAlignment(Pos.TOP_LEFT);
  }

  void draw() {
    if (changes.in(cluster.modelProperty().get())) {
      List<Caption> all = cluster.captions();
      List<Caption> last = all.subList(Math.max(0, all.size() - CAPTIONS), all.size());
      setText(String.join("\n", last.stream().map(Caption::text).toList()));
    }
  }
}
