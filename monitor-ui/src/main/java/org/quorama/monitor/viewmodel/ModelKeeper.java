package org.quorama.monitor.viewmodel;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.feed.TraceSink;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.TraceEvent;

/** Keeps the latest model and folds events into it, on the thread that brings them. Thread-safe. */
public final class ModelKeeper implements TraceSink {
  private final Object lock = new Object();
  private volatile ClusterModel model;
  private volatile Runnable listener = () -> {};

  /**
   * Makes one of which nothing is known but the nodes.
   *
   * @param nodes the nodes
   */
  public ModelKeeper(Collection<NodeId> nodes) {
    model = ClusterModel.of(nodes);
  }

  /** Returns the latest model. */
  public ClusterModel current() {
    return model;
  }

  /**
   * Sets who is told of a change, on the thread that made it.
   *
   * @param onChange quick and thread-safe
   */
  public void listen(Runnable onChange) {
    listener = onChange;
  }

  @Override
  public void events(List<TraceEvent> events) {
    change(now -> now.fold(events));
  }

  @Override
  public void reachable(NodeId node, boolean answers) {
    change(now -> now.reachable(node, answers));
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
    }
    listener.run();
  }
}
