package org.quorama.monitor.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.TraceEvent;

/** Says in a sentence what a lab does from outside. Stateless. */
final class FaultCaptions {
  private static final long MILLI_NANOS = 1_000_000;

  private FaultCaptions() {}

  static Optional<Caption> of(TraceEvent event, Lab before) {
    Phrase phrase =
        event.detail() instanceof FaultTrace fault ? phrase(event.node(), fault, before) : null;
    return Optional.ofNullable(phrase)
        .map(said -> Caption.rare(event.timeNanos(), event.node(), said));
  }

  private static @Nullable Phrase phrase(NodeId who, FaultTrace fault, Lab before) {
    if (fault instanceof FaultTrace.PaceChanged pace) {
      return pace(pace, before);
    }
    if (fault instanceof FaultTrace.LinksChanged links) {
      return links(who, links.rules(), before.of(who).links());
    }
    if (fault instanceof FaultTrace.DiskChanged disk) {
      return switch (disk.condition()) {
        case HEALTHY -> Phrase.of("captions.diskHealthy", who);
        case SLOW -> Phrase.of("captions.diskSlow", who);
        case FULL -> Phrase.of("captions.diskFull", who);
        case FSYNC_ERROR -> Phrase.of("captions.diskFsync", who);
      };
    }
    if (fault instanceof FaultTrace.ClockChanged clock) {
      return clock(who, clock, before.of(who).rate());
    }
    if (fault instanceof FaultTrace.NodePaused) {
      return Phrase.of("captions.paused", who);
    }
    return fault instanceof FaultTrace.NodeResumed ? Phrase.of("captions.resumed", who) : null;
  }

  private static Phrase clock(NodeId who, FaultTrace.ClockChanged clock, double before) {
    return clock.jumpNanos() != 0 && clock.rate() == before
        ? Phrase.of("captions.clockJump", who, clock.jumpNanos() / MILLI_NANOS)
        : Phrase.of("captions.clockRate", who, String.valueOf(clock.rate()));
  }

  /** All nodes tell it; the first is enough. */
  private static @Nullable Phrase pace(FaultTrace.PaceChanged pace, Lab before) {
    if (pace.frozen() == before.frozen() && pace.dilation() == before.dilation()) {
      return null;
    }
    if (pace.frozen()) {
      return Phrase.of("captions.timeFrozen");
    }
    return pace.dilation() == 1
        ? Phrase.of("captions.timeUsual")
        : Phrase.of("captions.timeSlow", pace.dilation());
  }

  /** Says it at the receiver, where a message would have been missed. */
  private static @Nullable Phrase links(NodeId who, List<LinkRule> now, List<LinkRule> before) {
    List<NodeId> deafTo = deafTo(who, now);
    if (deafTo.equals(deafTo(who, before))) {
      return null;
    }
    return deafTo.isEmpty()
        ? Phrase.of("captions.hearsAll", who)
        : Phrase.of("captions.hearsNot", who, deafTo);
  }

  private static List<NodeId> deafTo(NodeId who, List<LinkRule> rules) {
    return rules.stream()
        .filter(rule -> rule.to().equals(who) && rule.passesNothing())
        .map(LinkRule::from)
        .toList();
  }
}
