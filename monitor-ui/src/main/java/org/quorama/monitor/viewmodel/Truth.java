package org.quorama.monitor.viewmodel;

/** Where the shown events come from; always visible. */
public enum Truth {
  /** Processes that run now. */
  LIVE,
  /** A recorded run. */
  RECORDED,
  /** A simulated run. */
  SIMULATED
}
