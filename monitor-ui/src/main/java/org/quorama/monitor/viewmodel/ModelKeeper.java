package org.quorama.monitor.viewmodel;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.feed.TraceSink;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.history.History;
import org.quorama.trace.TraceEvent;

/**
 * Keeps the latest model and folds events into it, on the thread that brings them, and tells the
 * history of all of it. Thread-safe.
 */
public final class ModelKeeper implements TraceSink, AutoCloseable {
  private final Predicate<NodeId> ended;
  private final History history;
  private final Object lock = new Object();
  private volatile ClusterModel model;
  private volatile Runnable listener = () -> {};

  /**
   * Makes one of which nothing is known but the nodes.
   *
   * @param nodes the nodes
   */
  public ModelKeeper(Collection<NodeId> nodes) {
    this(nodes, node -> false);
  }

  /**
   * Makes one of which nothing is known but the nodes.
   *
   * @param nodes the nodes
   * @param ended tells for certain that the process of a node that does not answer has ended; may
   *     block, and is asked on the node's own feed thread
   */
  public ModelKeeper(Collection<NodeId> nodes, Predicate<NodeId> ended) {
    this(History.inMemory(), ended);
    begin(nodes);
  }

  /**
   * Makes one that goes on with a history.
   *
   * @param history what is known so far; closed with this
   * @param ended as above
   */
  public ModelKeeper(History history, Predicate<NodeId> ended) {
    this.history = history;
    this.ended = ended;
    model = history.latest();
  }

  /** Returns the latest model. */
  public ClusterModel current() {
    return model;
  }

  /** Returns all that was told. */
  public History history() {
    return history;
  }

  /**
   * Sets who is told of a change, on the thread that made it.
   *
   * @param onChange quick and thread-safe
   */
  public void listen(Runnable onChange) {
    listener = onChange;
  }

  /**
   * Begins anew with a cluster of which nothing is known but the nodes.
   *
   * @param nodes the nodes
   */
  public void begin(Collection<NodeId> nodes) {
    synchronized (lock) {
      model = ClusterModel.of(nodes);
      history.begin(model);
    }
    listener.run();
  }

  @Override
  public void events(List<TraceEvent> events) {
    synchronized (lock) {
      model = model.fold(events);
      history.tell(events, model);
    }
    listener.run();
  }

  @Override
  public void reachable(NodeId node, boolean answers) {
    boolean dead = !answers && ended.test(node);
    change(now -> dead ? now.ended(node) : now.reachable(node, answers));
  }

  /**
   * Changes the model by something that no event tells.
   *
   * @param by the change, quick
   */
  @SuppressWarnings("ReferenceEquality") // the same object means: nothing changed
  public void change(UnaryOperator<ClusterModel> by) {
    synchronized (lock) {
      ClusterModel before = model;
      ClusterModel after = by.apply(before);
      if (after == before) {
        return;
      }
      model = after;
      history.changed(after);
    }
    listener.run();
  }

  /** Closes the history. */
  @Override
  public void close() {
    history.close();
  }
}
