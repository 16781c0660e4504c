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
 * @param inputs whether the file also gets every input of the cores
 */
public record TraceSink(TraceRing ring, @Nullable TraceFile file, boolean inputs) {
  /**
   * Makes a sink without the inputs of the cores.
   *
   * @param ring the last events
   * @param file all events, null for none
   */
  public TraceSink(TraceRing ring, @Nullable TraceFile file) {
    this(ring, file, false);
  }

  void addAll(List<TraceEvent> events) {
    if (events.isEmpty()) {
      return; // most steps have none, and nobody is to be woken for that
    }
    ring.addAll(events);
    if (file != null) {
      events.forEach(file::add);
    }
  }

  void add(TraceEvent event) {
    ring.add(event);
    if (file != null) {
      file.add(event);
    }
  }
}
