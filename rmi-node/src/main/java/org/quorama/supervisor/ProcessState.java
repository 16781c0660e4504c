package org.quorama.supervisor;

/** What a supervisor knows of a node's process. */
public enum ProcessState {
  /** Begun, and does not serve yet. */
  STARTING,
  /** Has said that it serves. */
  READY,
  /** Ended because the supervisor ended it. */
  KILLED,
  /** Ended by itself; its log says why. */
  FAILED
}
