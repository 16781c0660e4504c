package org.quorama.monitor.view.time;

import javafx.scene.shape.SVGPath;

/** The small pictures on the bar's buttons, sixteen pixels high. */
enum Icon {
  PLAY("M3 2 L14 8 L3 14 Z"),
  PAUSE("M3 2 H7 V14 H3 Z M9 2 H13 V14 H9 Z"),
  BACK("M2 2 H4 V14 H2 Z M14 2 L5 8 L14 14 Z"),
  ON("M12 2 H14 V14 H12 Z M2 2 L11 8 L2 14 Z"),
  FLAG("M3 1 H5 V15 H3 Z M5 1 L14 5 L5 9 Z"),
  UNFLAG(
      "M1 1 H3 V15 H1 Z M7 2 L10 5 L13 2 L15 4 L12 7 L15 10 L13 12 L10 9 L7 12 L5 10 L8 7 L5 4 Z"),
  BRANCH("M2 3 H14 V5 H2 Z M4 5 L8 11 H14 V13 H7 L2 5 Z"),
  END("M2 2 L8 8 L2 14 Z M7 2 L13 8 L7 14 Z M13 2 H15 V14 H13 Z");

  private final String path;

  Icon(String path) {
    this.path = path;
  }

  SVGPath shape() {
    SVGPath shape = new SVGPath();
    shape.setContent(path);
    shape.setStyle("-fx-fill: -color-fg-default;");
    return shape;
  }
}
