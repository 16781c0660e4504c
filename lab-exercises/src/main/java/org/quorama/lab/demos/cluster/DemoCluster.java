package org.quorama.lab.demos.cluster;

import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ChunkMessage;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.remote.ReadReply;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.TraceEvent;

/**
 * A cluster that a script plays on. Thread-safe, but for {@link #news}, which one thread asks.
 *
 * <p>Every method that asks a node throws {@link org.quorama.remote.NodeUnreachableException} if it
 * does not answer.
 */
public interface DemoCluster extends AutoCloseable {
  /** Returns all nodes, in the order of their ids. */
  List<NodeId> nodes();

  /**
   * Gives a node an order.
   *
   * @param node whom
   * @param order what is to happen
   * @return what the lab sees of the node after it
   */
  LabView lab(NodeId node, LabOrder order);

  /**
   * Returns the events of a node's trace that were not returned before.
   *
   * @param node whose
   * @param wait how long to wait for the first
   */
  List<TraceEvent> news(NodeId node, Duration wait);

  /**
   * Kills a node's process without warning.
   *
   * @param node which
   */
  void kill(NodeId node);

  /**
   * Starts a node that was killed, and returns when it serves.
   *
   * @param node which
   */
  void restart(NodeId node);

  /**
   * Returns whom a node's own RMI registry lists.
   *
   * @param node whose
   */
  List<NodeId> registry(NodeId node);

  /**
   * Asks one node, once; nobody asks again or elsewhere. Blocks until there is an answer.
   *
   * @param node whom
   * @param operation what to do
   */
  OperationReply ask(NodeId node, FileOperation operation);

  /**
   * Reads what one node's replica holds.
   *
   * @param node whose
   * @param read which bytes
   */
  ReadReply replica(NodeId node, ChunkMessage.Read read);

  /**
   * Asks whoever leads, again and again. Blocks until there is an answer.
   *
   * @param operation what to do
   */
  default OperationReply perform(FileOperation operation) {
    return client().perform(operation);
  }

  /** Returns a client of the file system, more patient than a person who reads. */
  QuoramaClient client();

  /** Ends all processes and removes what they stored. */
  @Override
  void close();
}
