package org.quorama.lab.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.TraceEvent;

/**
 * Does to a whole cluster at once what a lab wants. Nodes that do not answer hear nothing, and are
 * named. Thread-safe.
 */
public final class Laboratory {
  /** How far ahead all nodes are told of a change of pace, so that none hears of it too late. */
  private static final Duration AHEAD = Duration.ofMillis(400);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How much slower time passes while something is waited for, so that it can be stopped soon. */
  private static final int SLOWLY = 10;

  private final ClusterSession session;

  /**
   * Makes one.
   *
   * @param session the cluster, whose nodes were started as a lab
   */
  public Laboratory(ClusterSession session) {
    this.session = session;
  }

  /**
   * What all nodes said to an order. Immutable.
   *
   * @param views of those that answered
   * @param silent who did not
   */
  public record Answers(Map<NodeId, LabView> views, Set<NodeId> silent) {}

  /**
   * Gives all nodes an order at once.
   *
   * @param order what
   * @throws ClusterException if a node refuses; the others may have done it
   */
  public Answers all(LabOrder order) {
    return all(order, session.nodes().keySet());
  }

  private Answers all(LabOrder order, Set<NodeId> nodes) {
    Map<NodeId, LabView> views = new ConcurrentSkipListMap<>();
    AtomicReference<ClusterException> refusal = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (NodeId node : nodes) {
      Thread thread = Daemons.start("lab-" + node, () -> ask(node, order, views, refusal));
      threads.add(thread);
    }
    threads.forEach(Laboratory::join);
    ClusterException refused = refusal.get();
    if (refused != null) {
      throw refused;
    }
    Set<NodeId> silent = new LinkedHashSet<>(nodes);
    silent.removeAll(views.keySet());
    return new Answers(new TreeMap<>(views), silent);
  }

  private void ask(
      NodeId node,
      LabOrder order,
      Map<NodeId, LabView> views,
      AtomicReference<ClusterException> refusal) {
    try {
      views.put(node, session.lab(node, order));
    } catch (NodeUnreachableException ignored) {
      // it is named among the silent
    } catch (ClusterException e) {
      refusal.set(e);
    }
  }

  /** Remote calls end by their own time-outs. */
  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns what is so on every node. */
  public Answers look() {
    return all(new LabOrder.Look());
  }

  /**
   * Waits until nothing is under way any more in a cluster whose time stands still, so that what is
   * seen then is all that comes of the last order; gives up after a while.
   */
  public Answers settled() {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    Answers before = look();
    Answers now = look();
    while (!isSettled(before, now) && System.nanoTime() < limit) {
      before = now;
      now = look();
    }
    return now;
  }

  /** Nothing is under way twice, and nothing happened in between; or time passes anyway. */
  private static boolean isSettled(Answers before, Answers now) {
    return now.views().values().stream()
        .filter(view -> view.time().frozen() && !view.faults().paused())
        .allMatch(view -> view.underWay() == 0 && view.nextSeq() == nextSeq(before, view.node()));
  }

  private static long nextSeq(Answers answers, NodeId node) {
    LabView view = answers.views().get(node);
    return view == null ? -1 : view.nextSeq();
  }

  /** Returns the rules of all links, as their ends know them. */
  public List<LinkRule> links() {
    return look().views().values().stream()
        .flatMap(view -> view.faults().links().stream())
        .distinct()
        .toList();
  }

  /**
   * Gives the links of the cluster rules, in place of all earlier ones.
   *
   * @param rules those of links that are not whole
   */
  public Answers setLinks(Collection<LinkRule> rules) {
    return all(new LabOrder.SetLinks(List.copyOf(rules)));
  }

  /**
   * Has protocol time pass at another pace, on all nodes from the same moment on; it does when this
   * returns, unless a node is very late.
   *
   * @param dilation how much longer everything takes, from 1 to 100
   * @param frozen whether it stands still
   */
  public Answers setPace(int dilation, boolean frozen) {
    long at = System.currentTimeMillis() + AHEAD.toMillis();
    Answers answers = all(new LabOrder.SetPace(at, dilation, frozen));
    while (System.currentTimeMillis() < at) {
      LockSupport.parkUntil(at);
    }
    awaitPace(answers.views().keySet(), dilation, frozen);
    return answers;
  }

  /** A busy node comes to its change of pace a little late; who falls silent is not waited for. */
  private void awaitPace(Set<NodeId> nodes, int dilation, boolean frozen) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    boolean isThere = false;
    while (!isThere && System.nanoTime() < limit) {
      isThere =
          all(new LabOrder.Look(), nodes).views().values().stream()
              .map(LabView::time)
              .allMatch(time -> time.frozen() == frozen && time.dilation() == dilation);
    }
  }

  /**
   * Lets some protocol time pass on all nodes though it is frozen.
   *
   * @param by how much
   */
  public Answers advance(Duration by) {
    return all(new LabOrder.Advance(by));
  }

  /**
   * Lets time pass on all nodes up to a node's next deadline of Raft, and that node act on it.
   *
   * @param node which
   * @throws ClusterException if it has no deadline, or time is not frozen
   */
  public LabView fire(NodeId node) {
    long left =
        session
            .lab(node, new LabOrder.Look())
            .left(Timer.RAFT)
            .orElseThrow(() -> new ClusterException(node + " waits for no deadline"));
    if (left > 0) {
      advance(Duration.ofNanos(left));
    }
    return session.lab(node, new LabOrder.Fire(Timer.RAFT));
  }

  /**
   * Releases a message.
   *
   * @param at where it waits
   * @param messageId its id in the trace
   * @param release what becomes of it
   */
  public LabView release(NodeId at, String messageId, Release release) {
    return session.lab(at, new LabOrder.ReleaseMessage(messageId, release));
  }

  /**
   * Lets time pass, slowly, until a node's trace tells of something; then it stands still again.
   *
   * @param event what is waited for
   * @param atMost how long in real time
   * @return what was waited for, nothing if it did not come
   */
  public Optional<TraceEvent> runUntil(Predicate<TraceEvent> event, Duration atMost) {
    TraceNews news = new TraceNews(session, look().views().values());
    setPace(SLOWLY, false);
    try {
      return news.await(event, atMost);
    } finally {
      setPace(1, true);
    }
  }
}
