package org.quorama.monitor.viewmodel;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Members;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.words.Term;
import org.quorama.monitor.words.Words;

/** One node as the window shows it. Confined to the JavaFX thread. */
public final class NodeViewModel {
  private final Words words = Words.here();
  private final NodeId id;
  private final ReadOnlyObjectWrapper<NodeModel> node;
  private final ReadOnlyObjectWrapper<Members.Place> place =
      new ReadOnlyObjectWrapper<>(Members.Place.VOTER);
  private final ReadOnlyStringWrapper roleWord = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper belief = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper spoken = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper noKill = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper noRestart = new ReadOnlyStringWrapper("");

  NodeViewModel(ClusterModel cluster, NodeModel now, ClusterControls controls) {
    id = now.id();
    node = new ReadOnlyObjectWrapper<>(now);
    update(cluster, now, controls);
  }

  void update(ClusterModel cluster, NodeModel now, ClusterControls controls) {
    place.set(cluster.members().placeOf(id));
    node.set(now);
    roleWord.set(words.say(new Term("frame.role", cluster.roleWord(now))));
    belief.set(beliefOf(now, place.get()));
    spoken.set(
        words.text(
            "frame.node.spoken",
            id,
            roleWord.get(),
            belief.get(),
            now.raft().term(),
            now.raft().lastIndex(),
            now.raft().commitIndex(),
            now.raft().lastApplied()));
    noKill.set(
        controls
            .unavailable()
            .orElse(now.life().isOver() ? words.text("controls.no.dead", id) : ""));
    noRestart.set(
        controls.unavailable().orElse(now.isAlive() ? words.text("controls.no.alive", id) : ""));
  }

  private String beliefOf(NodeModel now, Members.Place place) {
    boolean member = place != Members.Place.REMOVED && place != Members.Place.OUTSIDER;
    if (!now.isAlive()) {
      return member ? "" : words.say(new Term("frame.role", now.life().word()));
    }
    if (now.asksForPreVotes()) {
      return words.text("frame.belief.preVote", now.activity().preVoteTerm());
    }
    return switch (now.raft().role()) {
      case LEADER -> "";
      case CANDIDATE -> words.text("frame.belief.votes", now.votesGranted());
      case FOLLOWER -> followerBelief(now);
    };
  }

  private String followerBelief(NodeModel now) {
    NodeId leader = now.raft().leaderId();
    NodeId voted = now.raft().votedFor();
    if (leader != null) {
      return words.text("frame.belief.follows", leader);
    }
    return voted == null
        ? words.text("frame.belief.none")
        : words.text("frame.belief.voted", voted);
  }

  /** Returns who it is. */
  public NodeId id() {
    return id;
  }

  /** Returns the node's model, which changes as events come in. */
  public ReadOnlyObjectProperty<NodeModel> nodeProperty() {
    return node.getReadOnlyProperty();
  }

  /** Returns its place in the cluster. */
  public ReadOnlyObjectProperty<Members.Place> placeProperty() {
    return place.getReadOnlyProperty();
  }

  /** Returns its role in a word. */
  public ReadOnlyStringProperty roleWordProperty() {
    return roleWord.getReadOnlyProperty();
  }

  /** Returns whom it follows, or how many votes it has. */
  public ReadOnlyStringProperty beliefProperty() {
    return belief.getReadOnlyProperty();
  }

  /** Returns all of it as a sentence for a screen reader. */
  public ReadOnlyStringProperty spokenProperty() {
    return spoken.getReadOnlyProperty();
  }

  /** Returns why it cannot be killed, empty if it can. */
  public ReadOnlyStringProperty noKillProperty() {
    return noKill.getReadOnlyProperty();
  }

  /** Returns why it cannot be restarted, empty if it can. */
  public ReadOnlyStringProperty noRestartProperty() {
    return noRestart.getReadOnlyProperty();
  }
}
