package org.quorama.monitor.viewmodel.time;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The recording and the branches of it. Confined to the JavaFX thread. */
public final class Branches {
  private final ObservableList<Line> lines = FXCollections.observableArrayList();

  Branches(Line main) {
    lines.add(main);
  }

  /** Returns the lines, the recording itself first. */
  public ObservableList<Line> lines() {
    return lines;
  }
}
