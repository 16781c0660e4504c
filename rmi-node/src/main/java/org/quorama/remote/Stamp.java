package org.quorama.remote;

import java.io.Serializable;
import org.quorama.cluster.NodeId;

/**
 * Travels with every call between nodes: who sent it, and when on its Lamport clock. Immutable.
 *
 * @param from the sender
 * @param incarnation the sender's boot count
 * @param lamport the sender's Lamport clock when it sent
 * @param messageId names the message in the trace
 */
public record Stamp(NodeId from, long incarnation, long lamport, String messageId)
    implements Serializable {
  private static final int MAX_ID = 64;

  /**
   * Checks the bounds, also on arrival.
   *
   * @throws IllegalArgumentException if the message id is longer than 64 characters
   */
  public Stamp {
    if (messageId.length() > MAX_ID) {
      throw new IllegalArgumentException("A message id has at most 64 characters");
    }
  }
}
