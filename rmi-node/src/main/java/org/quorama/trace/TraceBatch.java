package org.quorama.trace;

import java.io.Serializable;
import java.util.List;

/**
 * What a reader of a node's trace gets at once. Immutable.
 *
 * @param incarnation the node's boot count
 * @param events contiguous, oldest first; empty if nothing happened in time
 * @param nextSeq where to read on
 * @param missing how many events before the first were dropped since the reader's last place
 */
public record TraceBatch(long incarnation, List<TraceEvent> events, long nextSeq, long missing)
    implements Serializable {
  /** Copies the list. */
  public TraceBatch {
    events = List.copyOf(events);
  }
}
