package org.quorama.monitor.view;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.view.inspect.InspectorPane;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;

/** The right side of the window: the demo that plays, and what a lab may do; hidden if neither. */
final class SidePanel extends StackPane {
  private static final double WIDTH = 330;

  private final TabPane tabs = new TabPane();
  private final Tab faults;
  private final Tab inspect;
  private final InspectorPane inspector;
  private final @Nullable Tab script;

  SidePanel(ControlsViewModel controls, @Nullable DemoViewModel demo, Words words) {
    LabViewModel lab = controls.cluster().lab();
    inspector = new InspectorPane(controls, words);
    inspect = tab(words.text("screens.inspect.title"), inspector);
    faults = tab(words.text("controls.lab.tab"), scrolled(new LabPanel(lab, words)));
    script =
        demo == null ? null : tab(words.text("controls.lab.demoTab"), new DemoPanel(demo, words));
    if (script != null) {
      tabs.getTabs().setAll(script, faults, inspect);
    } else {
      tabs.getTabs().setAll(faults, inspect);
    }
    getChildren().add(tabs);
    setId("side");
    setPrefWidth(WIDTH);
    setMinWidth(WIDTH);
    show(script != null);
  }

  /** As wide as the panel; what has no room below is reached by a scroll bar. */
  private static ScrollPane scrolled(Node content) {
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    return scroll;
  }

  private static Tab tab(String name, Node content) {
    Tab tab = new Tab(name, content);
    tab.setClosable(false);
    return tab;
  }

  private void show(boolean shown) {
    setVisible(shown);
    setManaged(shown);
  }

  /** Shows what a lab may do; hides it if it is shown, or goes back to the demo. */
  void toggleLab() {
    toggle(faults);
  }

  /** Shows every field of what is chosen; hides it if it is shown, or goes back to the demo. */
  void toggleInspector() {
    toggle(inspect);
  }

  private void toggle(Tab tab) {
    boolean isShown = isVisible() && tab.isSelected();
    if (script != null) {
      tabs.getSelectionModel().select(isShown ? script : tab);
    } else {
      tabs.getSelectionModel().select(tab);
      show(!isShown);
    }
  }

  /** Draws what is in sight and changed. */
  void draw() {
    if (isVisible() && inspect.isSelected()) {
      inspector.draw();
    }
  }
}
