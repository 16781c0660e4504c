package org.quorama.monitor.view.links;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace.LinkRule;

/** What may happen to messages on one way of a link. Confined to the JavaFX thread. */
public final class LinkMenu extends ContextMenu {
  private static final double THIRD = 1 / 3.0;
  private static final long LATE = 100_000_000;

  private final LabViewModel lab;
  private final Words words;
  private final String way;

  /**
   * Makes a menu.
   *
   * @param from who sends
   * @param to who hears
   * @param lab does what is chosen
   * @param words the language
   * @param way what its items' ids end in
   */
  public LinkMenu(NodeId from, NodeId to, LabViewModel lab, Words words, String way) {
    this.lab = lab;
    this.words = words;
    this.way = way;
    add("cut", LinkRule.cut(from, to));
    add("lose", new LinkRule(from, to, THIRD, 0, 0, 0));
    add("twins", new LinkRule(from, to, 0, THIRD, 0, 0));
    add("late", new LinkRule(from, to, 0, 0, LATE, LATE / 2));
    add("bad", new LinkRule(from, to, THIRD, THIRD, LATE, LATE / 2));
    add("whole", LinkRule.whole(from, to));
  }

  private void add(String key, LinkRule rule) {
    MenuItem item = new MenuItem(words.text("screens.links.menu." + key));
    item.setId(key + "-" + way);
    item.setOnAction(chosen -> lab.setLink(rule));
    getItems().add(item);
  }
}
