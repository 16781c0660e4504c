package org.quorama.monitor.view;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.trace.FaultTrace.DiskCondition;

/** What a lab may do to one node, as items of its menu. */
final class FaultMenus {
  private final NodeId node;
  private final LabViewModel lab;

  private FaultMenus(NodeId node, LabViewModel lab) {
    this.node = node;
    this.lab = lab;
  }

  static List<MenuItem> of(NodeId node, LabViewModel lab) {
    return new FaultMenus(node, lab).items();
  }

  private List<MenuItem> items() {
    MenuItem pause = item("pause-", "Pause (its process runs on)", () -> lab.togglePause(node));
    pause
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    lab.labProperty().get().of(node).paused()
                        ? "Go on"
                        : "Pause (its process runs on)",
                lab.labProperty()));
    Menu disk = new Menu("Disk");
    disk.getItems()
        .addAll(
            disk("slow-", "Slow", DiskCondition.SLOW),
            disk("full-", "Full", DiskCondition.FULL),
            disk("fsync-", "Cannot force", DiskCondition.FSYNC_ERROR),
            disk("healthy-", "Healthy", DiskCondition.HEALTHY));
    Menu clock = new Menu("Clock");
    clock
        .getItems()
        .addAll(
            item("fast-", "Twice as fast", () -> lab.clock(node, 2)),
            item("late-", "Half as fast", () -> lab.clock(node, 0.5)),
            item("right-", "Right", () -> lab.clock(node, 1)));
    List<MenuItem> all =
        List.of(
            new SeparatorMenuItem(),
            item("isolate-", "Isolate (cut all its links)", () -> lab.isolate(node)),
            pause,
            disk,
            clock);
    all.forEach(item -> item.setDisable(!lab.isAvailable()));
    return all;
  }

  private MenuItem disk(String prefix, String text, DiskCondition condition) {
    return item(prefix, text, () -> lab.disk(node, condition));
  }

  private MenuItem item(String prefix, String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setId(prefix + node);
    item.setOnAction(chosen -> action.run());
    return item;
  }
}
