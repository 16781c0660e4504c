package org.quorama.raft;

import java.io.Serializable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;

/** What may happen to a {@link RaftCore}. A run is its seed and these. */
public sealed interface RaftInput extends Serializable {
  /** Nothing but time has passed; a deadline may be due. */
  record TimePassed() implements RaftInput {}

  /**
   * A message came in.
   *
   * @param from who sent it
   * @param message what it says
   */
  record MessageArrived(NodeId from, RaftMessage message) implements RaftInput {}

  /**
   * A client wants a command in the log.
   *
   * @param id ties the outcome to it
   * @param command what to replicate
   */
  record CommandProposed(CallId id, Bytes command) implements RaftInput {}

  /**
   * A client wants to read what was committed before it asked.
   *
   * @param id ties the outcome to it
   */
  record ReadRequested(CallId id) implements RaftInput {}

  /**
   * Every persist effect up to this one is on the disk.
   *
   * @param ticket the ticket of the last durable persist effect
   */
  record Persisted(long ticket) implements RaftInput {}
}
