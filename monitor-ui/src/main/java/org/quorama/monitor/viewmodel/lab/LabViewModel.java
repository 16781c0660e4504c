package org.quorama.monitor.viewmodel.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.words.Phrase;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;

/** What a lab has done to the cluster, and may do. Confined to the JavaFX thread. */
public final class LabViewModel {
  private final Optional<LabControls> controls;
  private final Act act;
  private final ReadOnlyObjectWrapper<Lab> lab = new ReadOnlyObjectWrapper<>(Lab.NOTHING);
  private final ObservableList<Lab.Held> held = FXCollections.observableArrayList();
  private final ObservableList<NodeId> nodes = FXCollections.observableArrayList();
  private final ObservableList<NodeId> living = FXCollections.observableArrayList();

  /** Does things off this thread. Confined to the JavaFX thread. */
  @FunctionalInterface
  public interface Act {
    /**
     * Begins something.
     *
     * @param what it in a few words
     * @param action does it
     * @param inverse takes it back, null if that makes no sense
     */
    void begin(Phrase what, Runnable action, @Nullable Runnable inverse);
  }

  /**
   * Makes one.
   *
   * @param controls what can be done, nothing if the nodes are no lab
   * @param act does something under a name, off this thread
   */
  public LabViewModel(Optional<LabControls> controls, Act act) {
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
    pace(Phrase.of("controls.do.freeze"), lab.get().dilation(), true);
  }

  /**
   * Lets time pass.
   *
   * @param dilation how much longer everything takes
   */
  public void run(int dilation) {
    pace(Phrase.of("controls.do.run"), dilation, false);
  }

  private void pace(Phrase what, int dilation, boolean frozen) {
    Lab before = lab.get();
    order(what, it -> it.pace(dilation, frozen), it -> it.pace(before.dilation(), before.frozen()));
  }

  /**
   * Lets a node act on its next deadline.
   *
   * @param node which
   */
  public void fire(NodeId node) {
    order(Phrase.of("controls.do.fire", node), it -> it.fire(node), null);
  }

  /**
   * Releases a message.
   *
   * @param message which
   * @param release what becomes of it
   */
  public void release(Lab.Held message, Release release) {
    String verb = release.name().toLowerCase(Locale.ROOT);
    Phrase what = Phrase.of("controls.do." + verb, message.from(), message.to());
    order(what, it -> it.release(message, release), null);
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
    links(Phrase.of(mends ? "controls.do.mend" : "controls.do.break", from, to), rules);
  }

  /**
   * Cuts a node off from all others, both ways.
   *
   * @param node which
   */
  public void isolate(NodeId node) {
    partition(List.of(node), Phrase.of("controls.do.isolate", node));
  }

  /**
   * Cuts the cluster in two: some nodes and all others no longer hear each other.
   *
   * @param side the nodes of one side
   */
  public void partition(Collection<NodeId> side) {
    partition(side, Phrase.of("controls.do.partition", List.copyOf(side)));
  }

  private void partition(Collection<NodeId> side, Phrase what) {
    List<LinkRule> rules = new ArrayList<>(lab.get().rules());
    rules.removeIf(rule -> side.contains(rule.from()) != side.contains(rule.to()));
    List<NodeId> others = nodes.stream().filter(node -> !side.contains(node)).toList();
    rules.addAll(LinkRule.cutAll(side, others));
    rules.addAll(LinkRule.cutAll(others, side));
    links(what, rules);
  }

  /** Mends every link. */
  public void heal() {
    links(Phrase.of("controls.do.heal"), List.of());
  }

  private void links(Phrase what, List<LinkRule> rules) {
    List<LinkRule> before = lab.get().rules();
    order(what, it -> it.links(rules), it -> it.links(before));
  }

  /**
   * Has a node do nothing, or go on.
   *
   * @param node which
   */
  public void togglePause(NodeId node) {
    boolean paused = lab.get().of(node).paused();
    order(
        Phrase.of(paused ? "controls.do.resume" : "controls.do.pause", node),
        it -> it.pause(node, !paused),
        it -> it.pause(node, paused));
  }

  /**
   * Has a node's disk misbehave, or be healthy.
   *
   * @param node which
   * @param condition how
   */
  public void disk(NodeId node, DiskCondition condition) {
    DiskCondition before = lab.get().of(node).disk();
    order(
        Phrase.of("controls.do.disk", node),
        it -> it.disk(node, condition),
        it -> it.disk(node, before));
  }

  /**
   * Has a node's clock go wrong, or right.
   *
   * @param node which
   * @param rate how fast
   */
  public void clock(NodeId node, double rate) {
    double before = lab.get().of(node).rate();
    order(
        Phrase.of("controls.do.clock", node),
        it -> it.clock(node, rate),
        it -> it.clock(node, before));
  }

  /**
   * Has a node's clock jump ahead; it cannot jump back.
   *
   * @param node which
   * @param by how far
   */
  public void jump(NodeId node, Duration by) {
    double rate = lab.get().of(node).rate();
    order(Phrase.of("controls.do.jump", node), it -> it.jump(node, rate, by), null);
  }

  private void order(
      Phrase what, Consumer<LabControls> order, @Nullable Consumer<LabControls> inverse) {
    controls.ifPresent(
        it ->
            act.begin(
                what, () -> order.accept(it), inverse == null ? null : () -> inverse.accept(it)));
  }
}
