package org.quorama.monitor.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.TraceEvent;

/** Says in a sentence what a lab does from outside. Stateless. */
final class FaultCaptions {
  private FaultCaptions() {}

  static Optional<Caption> of(TraceEvent event, Lab before) {
    String text =
        event.detail() instanceof FaultTrace fault ? text(event.node(), fault, before) : null;
    return Optional.ofNullable(text)
        .map(said -> Caption.rare(event.timeNanos(), event.node(), said));
  }

  private static @Nullable String text(NodeId who, FaultTrace fault, Lab before) {
    if (fault instanceof FaultTrace.PaceChanged pace) {
      return pace(pace, before);
    }
    if (fault instanceof FaultTrace.LinksChanged links) {
      return links(who, links.rules(), before.of(who).links());
    }
    if (fault instanceof FaultTrace.DiskChanged disk) {
      return switch (disk.condition()) {
        case HEALTHY -> "The disk of " + who + " is healthy again.";
        case SLOW -> "The disk of %s is slow now.".formatted(who);
        case FULL -> "The disk of " + who + " is full now.";
        case FSYNC_ERROR -> "The disk of " + who + " cannot force what is written now.";
      };
    }
    if (fault instanceof FaultTrace.ClockChanged clock) {
      return "The clock of %s goes %s times as fast as it should.".formatted(who, clock.rate());
    }
    if (fault instanceof FaultTrace.NodePaused) {
      return who + " is paused: it does nothing, though its process runs.";
    }
    return fault instanceof FaultTrace.NodeResumed ? who + " goes on after a pause." : null;
  }

  /** All nodes tell it; the first is enough. */
  private static @Nullable String pace(FaultTrace.PaceChanged pace, Lab before) {
    if (pace.frozen() == before.frozen() && pace.dilation() == before.dilation()) {
      return null;
    }
    if (pace.frozen()) {
      return "Time stands still: messages and deadlines wait.";
    }
    return pace.dilation() == 1
        ? "Time passes as usual."
        : "Everything takes %d times as long.".formatted(pace.dilation());
  }

  /** Says it at the receiver, where a message would have been missed. */
  private static @Nullable String links(NodeId who, List<LinkRule> now, List<LinkRule> before) {
    String deafTo = deafTo(who, now);
    if (deafTo.equals(deafTo(who, before))) {
      return null;
    }
    return deafTo.isEmpty()
        ? who + " hears all others again."
        : "%s no longer hears %s.".formatted(who, deafTo);
  }

  private static String deafTo(NodeId who, List<LinkRule> rules) {
    return rules.stream()
        .filter(rule -> rule.to().equals(who) && rule.passesNothing())
        .map(rule -> rule.from().toString())
        .collect(Collectors.joining(", "));
  }
}
