package org.quorama.monitor.model.metrics;

import java.util.EnumMap;
import java.util.Map;
import org.quorama.trace.MessageTrace;

/** What one node did in a short time. Not thread-safe. */
final class Tally {
  private final Map<MessageTrace.Kind, Integer> sent = new EnumMap<>(MessageTrace.Kind.class);
  int committed;
  int applied;
  long bytes;

  void send(MessageTrace.Kind kind) {
    sent.merge(kind, 1, Integer::sum);
  }

  /** How many messages of each kind, of those that there were. */
  Map<MessageTrace.Kind, Integer> sent() {
    return sent;
  }

  int sent(Traffic traffic) {
    return sent.entrySet().stream()
        .filter(kind -> Traffic.of(kind.getKey()) == traffic)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
