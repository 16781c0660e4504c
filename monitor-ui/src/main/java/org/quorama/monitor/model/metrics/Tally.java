package org.quorama.monitor.model.metrics;

import org.quorama.trace.MessageTrace;

/** What one node did in a short time. Not thread-safe. */
final class Tally {
  final int[] sent = new int[MessageTrace.Kind.values().length];
  int committed;
  int applied;
  int events;
  long bytes;

  int sent(Traffic traffic) {
    int sum = 0;
    for (MessageTrace.Kind kind : MessageTrace.Kind.values()) {
      sum += Traffic.of(kind) == traffic ? sent[kind.ordinal()] : 0;
    }
    return sum;
  }

  int sent() {
    int sum = 0;
    for (int count : sent) {
      sum += count;
    }
    return sum;
  }
}
