package org.quorama.monitor.view.control;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.control.NodeActions;
import org.quorama.monitor.words.Words;

/**
 * What may be done to one node, as items of a menu; what cannot be done says why. Confined to the
 * JavaFX thread.
 */
public final class ActionMenu {
  private static final List<List<Action>> RARE =
      List.of(
          List.of(Action.SLOW_CLOCK, Action.FAST_CLOCK, Action.JUMP_CLOCK, Action.RIGHT_CLOCK),
          List.of(Action.SLOW_DISK, Action.FULL_DISK, Action.FAILING_DISK, Action.HEALTHY_DISK),
          List.of(Action.LEARN, Action.VOTE, Action.REMOVE));
  private static final List<Action> COMMON =
      List.of(Action.PAUSE, Action.RESUME, Action.ISOLATE, Action.LEAD, Action.ELECT);

  private final NodeActions actions;
  private final Words words;
  private final Supplier<@Nullable NodeId> node;

  /**
   * Makes the items of a node.
   *
   * @param actions does it
   * @param words the language
   * @param node to which node, as it is when an item is chosen
   */
  public ActionMenu(NodeActions actions, Words words, Supplier<@Nullable NodeId> node) {
    this.actions = actions;
    this.words = words;
    this.node = node;
  }

  /**
   * Puts what cannot be seen as buttons into a list: clock, disk and membership, as they are now.
   *
   * @param items emptied first
   * @param suffix ends the items' ids, after their action's key
   */
  public void fillRare(List<MenuItem> items, String suffix) {
    items.clear();
    for (List<Action> group : RARE) {
      if (!items.isEmpty()) {
        items.add(new SeparatorMenuItem());
      }
      group.forEach(action -> items.add(item(action, suffix)));
    }
  }

  /**
   * Puts what can be done to the node beside killing it into a list, as it is now.
   *
   * @param items emptied first
   * @param suffix ends the items' ids, after their action's key
   */
  public void fillAll(List<MenuItem> items, String suffix) {
    fillRare(items, suffix);
    items.add(0, new SeparatorMenuItem());
    int place = 0;
    for (Action action : COMMON) {
      items.add(place++, item(action, suffix));
    }
  }

  private MenuItem item(Action action, String suffix) {
    NodeId now = node.get();
    String whyNot = actions.whyNot(action, now);
    String name = words.text("controls.act." + action.key());
    MenuItem item = new MenuItem(whyNot.isEmpty() ? name : name + "  –  " + whyNot);
    item.setId(action.key() + suffix);
    item.setDisable(!whyNot.isEmpty());
    item.setOnAction(
        chosen -> {
          NodeId chosenNode = node.get();
          if (chosenNode != null) {
            actions.perform(action, chosenNode);
          }
        });
    return item;
  }
}
