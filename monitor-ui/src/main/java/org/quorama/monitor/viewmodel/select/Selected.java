package org.quorama.monitor.viewmodel.select;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.TraceEvent;

/** Something that a person has chosen. Immutable. */
public sealed interface Selected {
  /** Returns the node that it is about, null if it is about none. */
  @Nullable NodeId node();

  /**
   * A node.
   *
   * @param node which
   */
  record OfNode(NodeId node) implements Selected {}

  /**
   * A message.
   *
   * @param messageId its id in the trace
   * @param from who sent it
   * @param to to whom
   */
  record OfMessage(String messageId, NodeId from, NodeId to) implements Selected {
    @Override
    public NodeId node() {
      return from;
    }
  }

  /**
   * An entry of one node's log.
   *
   * @param node whose log
   * @param index which entry, from 1
   */
  record OfEntry(NodeId node, long index) implements Selected {}

  /**
   * A chunk.
   *
   * @param id its id in text form
   */
  record OfChunk(String id) implements Selected {
    @Override
    public @Nullable NodeId node() {
      return null;
    }
  }

  /**
   * The lease on a chunk.
   *
   * @param chunk the id of the chunk in text form
   */
  record OfLease(String chunk) implements Selected {
    @Override
    public @Nullable NodeId node() {
      return null;
    }
  }

  /**
   * An event of the trace.
   *
   * @param position how many events precede it in the history
   * @param event what happened
   */
  record OfEvent(long position, TraceEvent event) implements Selected {
    @Override
    public NodeId node() {
      return event.node();
    }
  }
}
