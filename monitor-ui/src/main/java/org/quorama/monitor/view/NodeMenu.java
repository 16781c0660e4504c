package org.quorama.monitor.view;

import javafx.scene.control.ContextMenu;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.view.control.ActionMenu;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.control.NodeActions;
import org.quorama.monitor.words.Words;

/** What a person may do to one node; what cannot be done says why. */
final class NodeMenu extends ContextMenu {
  NodeMenu(NodeId node, ClusterViewModel cluster) {
    Words words = Words.here();
    ActionMenu menu = new ActionMenu(new NodeActions(cluster, words), words, () -> node);
    menu.fillAll(getItems(), "-" + node);
    setOnShowing(showing -> menu.fillAll(getItems(), "-" + node));
  }
}
