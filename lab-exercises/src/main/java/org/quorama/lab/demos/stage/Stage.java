package org.quorama.lab.demos.stage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.cluster.DemoCluster;
import org.quorama.lab.demos.cluster.DemoClusters;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.TraceEvent;

/**
 * What a script plays on: one cluster, what is seen of it, and the names that the script gave to
 * nodes. Confined to the player's thread, but for {@link #close}, which any thread may call.
 *
 * <p>Every wait is for something that can be seen, and bounded.
 */
public final class Stage implements AutoCloseable {
  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final int LATEST = 200;

  private final DemoClusters clusters;
  private final Map<String, NodeId> names = new TreeMap<>();
  private final ArrayDeque<TraceEvent> latest = new ArrayDeque<>();
  private final Time time = new Time(this);
  private final Mail mail = new Mail(this);
  private final Faults faults = new Faults(this);
  private final Clients clients = new Clients(this);
  private ClusterModel model = ClusterModel.of(List.of());

  /** The cluster, null before it is started and after the end; guarded by this. */
  private @Nullable DemoCluster cluster;

  /** Whether nothing may be started any more; guarded by this. */
  private boolean closed;

  /**
   * Makes an empty stage.
   *
   * @param clusters starts the cluster that the script asks for
   */
  public Stage(DemoClusters clusters) {
    this.clusters = clusters;
  }

  /**
   * Starts a cluster, in place of the one there is.
   *
   * @param nodes how many nodes
   * @param frozen whether its time stands still
   * @param settings keys of the nodes' configuration
   */
  public void start(int nodes, boolean frozen, Map<String, String> settings) {
    end();
    open(clusters.start(nodes, frozen, settings));
    names.clear();
    latest.clear();
    faults.started();
    clients.started();
    model = ClusterModel.of(cluster().nodes());
    time.started(frozen);
    settle();
  }

  private synchronized void open(DemoCluster started) {
    if (closed) {
      started.close();
      throw new StageException("The demo was ended");
    }
    cluster = started;
  }

  /**
   * Returns the cluster.
   *
   * @throws StageException if there is none
   */
  synchronized DemoCluster cluster() {
    if (cluster == null) {
      throw new StageException("There is no cluster yet: begin with start 5");
    }
    return cluster;
  }

  /** Returns what time does. */
  public Time time() {
    return time;
  }

  /** Returns the messages that wait. */
  public Mail mail() {
    return mail;
  }

  /** Returns what is done to nodes and links. */
  public Faults faults() {
    return faults;
  }

  /** Returns who uses the file system. */
  public Clients clients() {
    return clients;
  }

  /**
   * Gives a node another name.
   *
   * @param name the name
   * @param node who it is
   */
  public void name(String name, NodeId node) {
    names.put(name, node);
  }

  /**
   * Returns the node with an id or a name.
   *
   * @param name its id, or the name that the script gave it
   * @throws StageException if there is none
   */
  public NodeId node(String name) {
    NodeId named = names.get(name);
    if (named != null) {
      return named;
    }
    return cluster().nodes().stream()
        .filter(node -> node.value().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new StageException("No node is called " + name + ": " + cluster().nodes()));
  }

  /**
   * Returns the nodes with these ids or names.
   *
   * @param list their ids or names
   */
  public List<NodeId> nodes(Collection<String> list) {
    return list.stream().map(this::node).toList();
  }

  /**
   * Returns all nodes but some.
   *
   * @param some which not
   */
  public List<NodeId> allBut(Collection<NodeId> some) {
    return cluster().nodes().stream().filter(node -> !some.contains(node)).toList();
  }

  /** Gives all nodes that live an order, and returns what is seen of them after it. */
  Map<NodeId, LabView> orderAll(Function<NodeId, LabOrder> order) {
    Map<NodeId, LabView> views = new TreeMap<>();
    for (NodeId node : cluster().nodes()) {
      order(node, order.apply(node)).ifPresent(view -> views.put(node, view));
    }
    return views;
  }

  /** Gives a node an order; empty if it does not live. */
  Optional<LabView> order(NodeId node, LabOrder order) {
    if (faults.isDead(node)) {
      return Optional.empty();
    }
    try {
      return Optional.of(cluster().lab(node, order));
    } catch (NodeUnreachableException e) {
      return Optional.empty();
    }
  }

  /** Returns what is seen now; reads what is new in the trace. */
  public Sight look() {
    Map<NodeId, LabView> views = orderAll(node -> new LabOrder.Look());
    read(Duration.ZERO);
    return new Sight(model, views, new ArrayList<>(latest));
  }

  /** Reads what is new in the trace, waiting a little for each node's if there is nothing. */
  void read(Duration wait) {
    for (NodeId node : cluster().nodes()) {
      List<TraceEvent> news = faults.isDead(node) ? List.of() : cluster().news(node, wait);
      while (!news.isEmpty()) {
        model = model.fold(news);
        news.forEach(latest::addLast);
        news = cluster().news(node, Duration.ZERO);
      }
    }
    while (latest.size() > LATEST) {
      latest.removeFirst();
    }
  }

  /** Takes note that a node's process has ended. */
  void ended(NodeId node) {
    model = model.ended(node);
  }

  /**
   * Waits until nothing is under way in a frozen cluster; returns at once from one that runs.
   *
   * @throws StageException if something goes on and on
   */
  public void settle() {
    long limit = System.nanoTime() + SETTLING.toNanos();
    Map<NodeId, Long> before = Map.of();
    while (time.isFrozen()) {
      Map<NodeId, LabView> views = orderAll(node -> new LabOrder.Look());
      Map<NodeId, Long> now = new TreeMap<>();
      views.values().stream()
          .filter(view -> view.underWay() == 0 || view.faults().paused())
          .forEach(view -> now.put(view.node(), view.nextSeq()));
      if (now.size() == views.size() && now.equals(before)) {
        return;
      }
      before = now;
      if (System.nanoTime() > limit) {
        throw new StageException("Something goes on though time is frozen: " + busy(views));
      }
    }
  }

  private static String busy(Map<NodeId, LabView> views) {
    List<String> words = new ArrayList<>();
    views.forEach((node, view) -> words.add(node + " has " + view.underWay() + " under way"));
    return String.join(", ", words);
  }

  private void end() {
    DemoCluster ending;
    synchronized (this) {
      ending = cluster;
      cluster = null;
    }
    if (ending != null) {
      ending.close();
    }
  }

  /** Ends the cluster for good. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    end();
    clients.close();
  }
}
