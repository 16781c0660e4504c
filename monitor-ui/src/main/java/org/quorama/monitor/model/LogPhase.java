package org.quorama.monitor.model;

/** How far one node has come with one log entry; each step is drawn apart. */
public enum LogPhase {
  /** In the node's log, not yet durable. */
  APPENDED,
  /** Durable on this node: phase one is done here. */
  DURABLE,
  /** Known here to be committed: phase two. */
  COMMITTED,
  /** Applied to this node's state. */
  APPLIED
}
