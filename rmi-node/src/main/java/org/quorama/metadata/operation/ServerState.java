package org.quorama.metadata.operation;

/** Whether a chunkserver serves. */
public enum ServerState {
  /** It reports, and takes new replicas. */
  LIVE,
  /** It has not reported for too long. */
  SILENT,
  /** It is being taken out of service: its replicas go to others. */
  DRAINING,
  /** It is out of service: no chunk needs it. */
  DRAINED
}
