package org.quorama.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;
import org.quorama.trace.TraceRing;

/**
 * Where a node's trace goes: the ring that monitors read and, if wanted, a file. Thread-safe.
 *
 * @param ring the last events
 * @param file all events, null for none
 */
public record TraceSink(TraceRing ring, @Nullable TraceFile file) {
  void addAll(List<TraceEvent> events) {
    events.forEach(this::add);
  }

  void add(TraceEvent event) {
    ring.add(event);
    if (file != null) {
      file.add(event);
    }
  }
}
