package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SeparatorMenuItem;
import org.jspecify.annotations.Nullable;

/** The controls that somebody came by, with a star for what differs from cluster to cluster. */
final class MetControls {
  private final Set<String> met = new TreeSet<>();

  /** Returns their names. */
  Set<String> met() {
    return met;
  }

  /** Takes note of all below a node, and of what their menus have, though they are not open. */
  void meet(Node node) {
    boolean isNamed = node.getId() != null;
    if (node instanceof ButtonBase || (isNamed && isUsed(node))) {
      meet(node.getId(), node);
    }
    if (node instanceof MenuButton menu) {
      menu.getItems().forEach(this::meet);
    }
    if (node instanceof Control control && control.getContextMenu() != null) {
      control.getContextMenu().getItems().forEach(this::meet);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(this::meet);
    }
  }

  private static boolean isUsed(Node node) {
    return node.isFocusTraversable() || node instanceof ScrollBar;
  }

  /** Takes note of an item of a menu. */
  void meet(MenuItem item) {
    if (!(item instanceof SeparatorMenuItem)) {
      meet(item.getId(), item);
    }
  }

  private void meet(@Nullable String id, Object control) {
    assertThat(id).as("the name of %s", control).isNotNull();
    String name = String.valueOf(id).replaceAll("-(n?\\d+(-\\d+)*|[A-Z_]+)", "-*");
    met.add(name.startsWith("tab-") ? "tab-*" : name);
  }
}
