package org.quorama.monitor.viewmodel.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.NodeModel;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;

/** What a lab has done to the cluster, and may do. Confined to the JavaFX thread. */
public final class LabViewModel {
  private final Optional<LabControls> controls;
  private final BiConsumer<String, Runnable> act;
  private final ReadOnlyObjectWrapper<Lab> lab = new ReadOnlyObjectWrapper<>(Lab.NOTHING);
  private final ObservableList<Lab.Held> held = FXCollections.observableArrayList();
  private final ObservableList<NodeId> nodes = FXCollections.observableArrayList();
  private final ObservableList<NodeId> living = FXCollections.observableArrayList();

  /**
   * Makes one.
   *
   * @param controls what can be done, nothing if the nodes are no lab
   * @param act does something under a name, off this thread
   */
  public LabViewModel(Optional<LabControls> controls, BiConsumer<String, Runnable> act) {
    this.controls = controls;
    this.act = act;
  }

  /**
   * Takes over what is so now.
   *
   * @param now the cluster
   */
  public void update(ClusterModel now) {
    lab.set(now.lab());
    replace(held, now.lab().held());
    replace(nodes, List.copyOf(now.nodes().keySet()));
    replace(
        living,
        now.nodes().values().stream().filter(NodeModel::isAlive).map(NodeModel::id).toList());
  }

  private static <T> void replace(ObservableList<T> shown, List<T> now) {
    if (!shown.equals(now)) {
      shown.setAll(now);
    }
  }

  /** Tells whether anything can be done. */
  public boolean isAvailable() {
    return controls.isPresent();
  }

  /** Returns what is so now. */
  public ReadOnlyObjectProperty<Lab> labProperty() {
    return lab.getReadOnlyProperty();
  }

  /** Returns the messages that wait, longest first. */
  public ObservableList<Lab.Held> held() {
    return held;
  }

  /** Returns every node, in the order of the ids. */
  public ObservableList<NodeId> nodes() {
    return nodes;
  }

  /** Returns who lives, in the order of the ids. */
  public ObservableList<NodeId> living() {
    return living;
  }

  /** Lets time stand still. */
  public void freeze() {
    order("freeze time", it -> it.pace(lab.get().dilation(), true));
  }

  /**
   * Lets time pass.
   *
   * @param dilation how much longer everything takes
   */
  public void run(int dilation) {
    order("let time pass", it -> it.pace(dilation, false));
  }

  /**
   * Lets a node act on its next deadline.
   *
   * @param node which
   */
  public void fire(NodeId node) {
    order("fire the deadline of " + node, it -> it.fire(node));
  }

  /**
   * Releases a message.
   *
   * @param message which
   * @param release what becomes of it
   */
  public void release(Lab.Held message, Release release) {
    String what = "%s a message from %s to %s";
    String verb = release.name().toLowerCase(Locale.ROOT);
    order(what.formatted(verb, message.from(), message.to()), it -> it.release(message, release));
  }

  /**
   * Cuts a link that is whole, one way; mends it if it has a rule.
   *
   * @param from who sends
   * @param to who hears
   */
  public void toggleLink(NodeId from, NodeId to) {
    boolean had = lab.get().rule(from, to).isPresent();
    setLink(had ? LinkRule.whole(from, to) : LinkRule.cut(from, to));
  }

  /**
   * Gives one way of a link a rule, in place of the one it had.
   *
   * @param rule which; one that does nothing mends it
   */
  public void setLink(LinkRule rule) {
    NodeId from = rule.from();
    NodeId to = rule.to();
    List<LinkRule> rules = new ArrayList<>(lab.get().rules());
    rules.removeIf(old -> old.from().equals(from) && old.to().equals(to));
    boolean mends = rule.isWhole();
    if (!mends) {
      rules.add(rule);
    }
    order((mends ? "mend" : "break") + " the link " + from + "→" + to, it -> it.links(rules));
  }

  /**
   * Cuts a node off from all others, both ways.
   *
   * @param node which
   */
  public void isolate(NodeId node) {
    List<LinkRule> rules = new ArrayList<>(lab.get().rules());
    rules.removeIf(rule -> rule.from().equals(node) || rule.to().equals(node));
    for (NodeId other : nodes) {
      if (!other.equals(node)) {
        rules.add(LinkRule.cut(node, other));
        rules.add(LinkRule.cut(other, node));
      }
    }
    order("isolate " + node, it -> it.links(rules));
  }

  /** Mends every link. */
  public void heal() {
    order("heal all links", it -> it.links(List.of()));
  }

  /**
   * Has a node do nothing, or go on.
   *
   * @param node which
   */
  public void togglePause(NodeId node) {
    boolean paused = lab.get().of(node).paused();
    order((paused ? "resume " : "pause ") + node, it -> it.pause(node, !paused));
  }

  /**
   * Has a node's disk misbehave, or be healthy.
   *
   * @param node which
   * @param condition how
   */
  public void disk(NodeId node, DiskCondition condition) {
    order("change the disk of " + node, it -> it.disk(node, condition));
  }

  /**
   * Has a node's clock go wrong, or right.
   *
   * @param node which
   * @param rate how fast
   */
  public void clock(NodeId node, double rate) {
    order("change the clock of " + node, it -> it.clock(node, rate));
  }

  private void order(String what, Consumer<LabControls> order) {
    controls.ifPresent(it -> act.accept(what, () -> order.accept(it)));
  }
}
