package org.quorama.monitor.view;

import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Members.Place;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.raft.log.Membership.Step;

/** What a person may ask the leader for a node: to lead, to vote, to leave. */
final class NodeMenu extends ContextMenu {
  private final NodeViewModel node;

  NodeMenu(NodeViewModel node, ClusterViewModel cluster) {
    this.node = node;
    NodeId id = node.id();
    item("lead-", "Hand the leadership to " + id, this::mayLead, () -> cluster.handOverTo(id));
    Consumer<Step> change = step -> cluster.changeMembers(step, id);
    item("learn-", "Add as a learner", p -> !isMember(p), () -> change.accept(Step.ADD_LEARNER));
    item("vote-", "Give it a vote", Place.LEARNER::equals, () -> change.accept(Step.PROMOTE));
    item(
        "remove-", "Remove from the cluster", NodeMenu::isMember, () -> change.accept(Step.REMOVE));
    getItems().addAll(FaultMenus.of(id, cluster.lab()));
  }

  private boolean mayLead(Place place) {
    return place == Place.VOTER && !node.nodeProperty().get().isLeader();
  }

  private static boolean isMember(Place place) {
    return place == Place.VOTER || place == Place.LEARNER;
  }

  private void item(String prefix, String text, Predicate<Place> fits, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setId(prefix + node.id());
    item.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> !fits.test(node.placeProperty().get()),
                node.placeProperty(),
                node.nodeProperty()));
    item.setOnAction(chosen -> action.run());
    getItems().add(item);
  }
}
