package org.quorama.monitor.app;

import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.quorama.monitor.viewmodel.settings.Settings;

/** Puts a window where it was last, and remembers where it is. Confined to the JavaFX thread. */
final class WindowMemory {
  private static final String PLACE = "window.";
  private static final String WHOLE = PLACE + "maximized";
  private static final String SPLIT = "split.";
  private static final double LEAST_WIDTH = 640;
  private static final double LEAST_HEIGHT = 480;

  private final Settings settings;

  WindowMemory(Settings settings) {
    this.settings = settings;
  }

  /** Gives a window its place and size, unless no screen is there any more. */
  void restore(Stage stage) {
    double x = number("x", Double.NaN);
    double y = number("y", Double.NaN);
    double width = Math.max(LEAST_WIDTH, number("width", Double.NaN));
    double height = Math.max(LEAST_HEIGHT, number("height", Double.NaN));
    Rectangle2D handle = new Rectangle2D(finite(x), finite(y), LEAST_WIDTH / 2, LEAST_HEIGHT / 4);
    boolean isSeen =
        Screen.getScreens().stream().anyMatch(screen -> screen.getBounds().contains(handle));
    if (Double.isFinite(x + y + width + height) && isSeen) {
      stage.setX(x);
      stage.setY(y);
      stage.setWidth(width);
      stage.setHeight(height);
    }
    stage.setMaximized(settings.isSet(WHOLE));
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }

  private double number(String name, double none) {
    return settings.number(PLACE + name).orElse(none);
  }

  /** Moves the dividers of what is in sight to where they were; after the first layout. */
  void restoreDividers(Stage stage) {
    int place = 0;
    for (Node node : stage.getScene().getRoot().lookupAll(".split-pane")) {
      if (node instanceof SplitPane split && !split.getDividers().isEmpty()) {
        settings.number(split(place++)).ifPresent(at -> split.setDividerPosition(0, at));
      }
    }
  }

  private String split(int place) {
    return SPLIT + settings.get(Settings.SCREEN).orElse("first") + "." + place;
  }

  /** Remembers where a window is, and writes everything down. */
  void save(Stage stage) {
    settings.set(WHOLE, Boolean.toString(stage.isMaximized()));
    if (!stage.isMaximized()) {
      settings.set(PLACE + "x", Double.toString(stage.getX()));
      settings.set(PLACE + "y", Double.toString(stage.getY()));
      settings.set(PLACE + "width", Double.toString(stage.getWidth()));
      settings.set(PLACE + "height", Double.toString(stage.getHeight()));
    }
    int place = 0;
    for (Node node : stage.getScene().getRoot().lookupAll(".split-pane")) {
      if (node instanceof SplitPane split && !split.getDividers().isEmpty()) {
        settings.set(split(place++), Double.toString(split.getDividerPositions()[0]));
      }
    }
    settings.save();
  }
}
