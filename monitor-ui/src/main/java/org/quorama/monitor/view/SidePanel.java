package org.quorama.monitor.view;

import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;

/** The right side of the window: the demo that plays, and what a lab may do; hidden if neither. */
final class SidePanel extends StackPane {
  private static final double WIDTH = 330;

  private final TabPane tabs = new TabPane();
  private final Tab faults;
  private final @Nullable Tab script;

  SidePanel(LabViewModel lab, @Nullable DemoViewModel demo, Words words) {
    faults = tab(words.text("controls.lab.tab"), new LabPanel(lab, words));
    script =
        demo == null ? null : tab(words.text("controls.lab.demoTab"), new DemoPanel(demo, words));
    if (script != null) {
      tabs.getTabs().setAll(script, faults);
    } else {
      tabs.getTabs().setAll(faults);
    }
    getChildren().add(tabs);
    setPrefWidth(WIDTH);
    setMinWidth(WIDTH);
    show(script != null);
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
    boolean isShown = isVisible() && tabs.getSelectionModel().getSelectedItem() == faults;
    if (script != null) {
      tabs.getSelectionModel().select(isShown ? script : faults);
    } else {
      show(!isShown);
    }
  }
}
