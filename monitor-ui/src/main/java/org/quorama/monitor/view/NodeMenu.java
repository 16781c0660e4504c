package org.quorama.monitor.view;

import java.util.function.Predicate;
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
    step("learn-", "Add as a learner", Place.REMOVED, Step.ADD_LEARNER, cluster);
    step("vote-", "Give it a vote", Place.LEARNER, Step.PROMOTE, cluster);
    Runnable remove = () -> cluster.changeMembers(Step.REMOVE, id);
    item("remove-", "Remove from the cluster", NodeMenu::isMember, remove);
    setOnShowing(shown -> getItems().forEach(NodeMenu::refresh));
  }

  private boolean mayLead(Place place) {
    return place == Place.VOTER && !node.nodeProperty().get().isLeader();
  }

  private static boolean isMember(Place place) {
    return place == Place.VOTER || place == Place.LEARNER;
  }

  private void step(String prefix, String text, Place from, Step step, ClusterViewModel cluster) {
    Predicate<Place> fits =
        place -> place == from || (step == Step.ADD_LEARNER && place == Place.OUTSIDER);
    item(prefix, text, fits, () -> cluster.changeMembers(step, node.id()));
  }

  private void item(String prefix, String text, Predicate<Place> fits, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setId(prefix + node.id());
    item.setUserData((Runnable) () -> item.setDisable(!fits.test(node.placeProperty().get())));
    item.setOnAction(chosen -> action.run());
    getItems().add(item);
  }

  private static void refresh(MenuItem item) {
    ((Runnable) item.getUserData()).run();
  }
}
