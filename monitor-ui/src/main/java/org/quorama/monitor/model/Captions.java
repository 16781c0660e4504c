package org.quorama.monitor.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.log.Membership;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Says important events in a sentence each. Stateless. */
final class Captions {
  private Captions() {}

  static Optional<Caption> of(TraceEvent event, NodeModel before, Supplier<Membership> members) {
    TraceDetail detail = event.detail();
    if (detail instanceof RaftTrace raft) {
      return Optional.ofNullable(new RaftCaptions(event, before, members).of(raft));
    }
    String text = text(event, detail);
    return Optional.ofNullable(text)
        .map(said -> new Caption(event.timeNanos(), event.node(), said, sortOf(detail)));
  }

  private static Caption.Sort sortOf(TraceDetail detail) {
    if (detail instanceof MasterTrace.ChunkPlaced) {
      return Caption.Sort.PLACEMENT;
    }
    if (detail instanceof MasterTrace.LeaseGranted) {
      return Caption.Sort.LEASE;
    }
    if (detail instanceof MasterTrace.CopyOrdered
        || detail instanceof MasterTrace.CopyDone
        || detail instanceof MasterTrace.ReplicaTrimmed) {
      return Caption.Sort.REPAIR;
    }
    return detail instanceof NodeTrace.EventsMissing ? Caption.Sort.GAP : Caption.Sort.RARE;
  }

  private static @Nullable String text(TraceEvent event, TraceDetail detail) {
    String who = event.node().toString();
    if (detail instanceof NodeTrace node) {
      return node(who, event, node);
    }
    if (detail instanceof MasterTrace master) {
      return ChunkCaptions.of(who, master);
    }
    if (detail instanceof ChunkTrace chunk) {
      return ChunkCaptions.of(who, chunk);
    }
    return detail instanceof MessageTrace.Sent sent ? sent(who, event, sent) : null;
  }

  private static @Nullable String node(String who, TraceEvent event, NodeTrace node) {
    if (node instanceof NodeTrace.Boot boot) {
      return "%s starts, boot %d, with term %d and %d log entries from its disk."
          .formatted(who, event.incarnation(), boot.durableTerm(), boot.durableLastIndex());
    }
    if (node instanceof NodeTrace.Killed) {
      return who + " is killed.";
    }
    if (node instanceof NodeTrace.Stopped) {
      return who + " stops in good order.";
    }
    if (node instanceof NodeTrace.EventsMissing gap) {
      return "%d events of %s are missing here: nobody read them in time."
          .formatted(gap.missing(), who);
    }
    if (node instanceof NodeTrace.Forked forked) {
      return "%s goes on in the simulator from here: a branch of %s at clock %d."
          .formatted(who, forked.recording(), forked.lamport());
    }
    return node instanceof NodeTrace.Trouble trouble ? who + ": " + trouble.what() : null;
  }

  private static @Nullable String sent(String who, TraceEvent event, MessageTrace.Sent sent) {
    return switch (sent.summary().kind()) {
      case REQUEST_VOTE_REPLY ->
          "%s %s %s its vote in term %d."
              .formatted(
                  who,
                  sent.summary().positive() ? "gives" : "refuses",
                  sent.to(),
                  event.state().term());
      case TIMEOUT_NOW -> "%s tells %s to ask for votes at once.".formatted(who, sent.to());
      default -> null;
    };
  }
}
