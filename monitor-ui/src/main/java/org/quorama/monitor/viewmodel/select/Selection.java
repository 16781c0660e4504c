package org.quorama.monitor.viewmodel.select;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * What is chosen just now, and the node chosen last: what is about a node chooses that as well.
 * Confined to the JavaFX thread.
 */
public final class Selection {
  private final ObjectProperty<@Nullable Selected> selected = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable NodeId> node = new SimpleObjectProperty<>();

  /** Makes one of nothing. */
  public Selection() {
    selected.addListener((value, before, now) -> follow(now));
    node.addListener((value, before, now) -> lead(now));
  }

  private void follow(@Nullable Selected now) {
    NodeId about = now == null ? null : now.node();
    if (about != null) {
      node.set(about);
    }
  }

  private void lead(@Nullable NodeId now) {
    Selected whole = selected.get();
    if (now != null && (whole == null || !now.equals(whole.node()))) {
      selected.set(new Selected.OfNode(now));
    }
  }

  /**
   * Chooses something, in place of what was chosen.
   *
   * @param now what
   */
  public void select(Selected now) {
    selected.set(now);
  }

  /** Chooses nothing. */
  public void clear() {
    selected.set(null);
    node.set(null);
  }

  /** Returns what is chosen, null if nothing is. */
  public ObjectProperty<@Nullable Selected> selectedProperty() {
    return selected;
  }

  /** Returns the node chosen last, null if none was; setting it chooses it. */
  public ObjectProperty<@Nullable NodeId> nodeProperty() {
    return node;
  }
}
