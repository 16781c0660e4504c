package org.quorama.lab.demos.stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.Partition;
import org.quorama.remote.lab.LabOrder;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;

/** What is done to nodes and links from outside. Confined to the player's thread. */
public final class Faults {
  private final Stage stage;
  private final Map<String, LinkRule> links = new TreeMap<>();
  private final TreeSet<NodeId> dead = new TreeSet<>();

  Faults(Stage stage) {
    this.stage = stage;
  }

  /** Forgets what was done to the cluster before this one. */
  void started() {
    links.clear();
    dead.clear();
  }

  /**
   * Returns true if a node was killed and not started again.
   *
   * @param node which
   */
  public boolean isDead(NodeId node) {
    return dead.contains(node);
  }

  /**
   * Has no message pass from one node to another.
   *
   * @param from who sends
   * @param to who no longer hears
   */
  public void cut(NodeId from, NodeId to) {
    set(List.of(LinkRule.cut(from, to)));
  }

  /**
   * Has no message pass between two groups.
   *
   * @param one the first
   * @param other the second
   */
  public void partition(List<NodeId> one, List<NodeId> other) {
    set(new Partition(one, other, false).rules());
  }

  /**
   * Has messages from one node to another take longer.
   *
   * @param from who sends
   * @param to who hears
   * @param by how long they take, in protocol time
   */
  public void delay(NodeId from, NodeId to, Duration by) {
    LinkRule now = rule(from, to);
    set(List.of(new LinkRule(from, to, now.loss(), now.twins(), by.toNanos(), now.jitterNanos())));
  }

  /**
   * Has some messages from one node to another be lost, by chance.
   *
   * @param from who sends
   * @param to who hears
   * @param chance how many of all, from 0 to 1
   */
  public void lose(NodeId from, NodeId to, double chance) {
    LinkRule now = rule(from, to);
    set(List.of(new LinkRule(from, to, chance, now.twins(), now.delayNanos(), now.jitterNanos())));
  }

  /**
   * Has some messages from one node to another arrive twice, by chance.
   *
   * @param from who sends
   * @param to who hears
   * @param chance how many of those that arrive, from 0 to 1
   */
  public void twice(NodeId from, NodeId to, double chance) {
    LinkRule now = rule(from, to);
    set(List.of(new LinkRule(from, to, now.loss(), chance, now.delayNanos(), now.jitterNanos())));
  }

  /**
   * Has messages from one node to another take longer by chance, so that they overtake each other.
   *
   * @param from who sends
   * @param to who hears
   * @param most how much longer at most, in protocol time
   */
  public void jitter(NodeId from, NodeId to, Duration most) {
    LinkRule now = rule(from, to);
    set(List.of(new LinkRule(from, to, now.loss(), now.twins(), now.delayNanos(), most.toNanos())));
  }

  private LinkRule rule(NodeId from, NodeId to) {
    return links.getOrDefault(key(from, to), LinkRule.whole(from, to));
  }

  private static String key(NodeId from, NodeId to) {
    return from + " " + to;
  }

  private void set(List<LinkRule> rules) {
    rules.forEach(rule -> links.put(key(rule.from(), rule.to()), rule));
    links.values().removeIf(LinkRule::isWhole);
    tellLinks();
  }

  /** Mends all links. */
  public void heal() {
    links.clear();
    tellLinks();
  }

  private void tellLinks() {
    List<LinkRule> all = List.copyOf(links.values());
    stage.orderAll(node -> new LabOrder.SetLinks(all));
    stage.settle();
  }

  /**
   * Kills a node's process. What waited there is lost.
   *
   * @param node which
   * @throws StageException if it is dead
   */
  public void kill(NodeId node) {
    if (dead.contains(node)) {
      throw new StageException(node + " is dead already");
    }
    stage.cluster().kill(node);
    dead.add(node);
    stage.ended(node);
    stage.settle();
  }

  /**
   * Starts a node that was killed; links and time are for it as for the others.
   *
   * @param node which
   * @throws StageException if it lives
   */
  public void restart(NodeId node) {
    if (!dead.contains(node)) {
      throw new StageException(node + " runs already");
    }
    stage.cluster().restart(node);
    dead.remove(node);
    stage.time().tell(node);
    tellLinks();
  }

  /**
   * Has a node do nothing though its process runs, or go on.
   *
   * @param node which
   * @param paused whether it is to be
   */
  public void pause(NodeId node, boolean paused) {
    tell(node, new LabOrder.SetPaused(paused));
  }

  /**
   * Has a node's disk misbehave.
   *
   * @param node which
   * @param condition how
   * @param delay by how much every write takes longer
   */
  public void disk(NodeId node, DiskCondition condition, Duration delay) {
    tell(node, new LabOrder.SetDisk(condition, delay));
  }

  /**
   * Has a node's clock go wrong.
   *
   * @param node which
   * @param rate how fast it goes, 1 is right
   */
  public void clock(NodeId node, double rate) {
    tell(node, new LabOrder.SetClock(rate, Duration.ZERO));
  }

  /**
   * Has a node's clock jump ahead; it goes on as fast as before.
   *
   * @param node which
   * @param by how far
   */
  public void jump(NodeId node, Duration by) {
    double rate =
        stage
            .order(node, new LabOrder.Look())
            .map(view -> view.time().rate())
            .orElseThrow(() -> new StageException(node + " does not live"));
    tell(node, new LabOrder.SetClock(rate, by));
  }

  /**
   * Returns whom a node's own registry lists.
   *
   * @param node whose
   */
  public List<NodeId> registry(NodeId node) {
    return stage.cluster().registry(node);
  }

  private void tell(NodeId node, LabOrder order) {
    if (stage.order(node, order).isEmpty()) {
      throw new StageException(node + " does not live");
    }
    stage.settle();
  }
}
