package org.quorama.monitor.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
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
    Phrase phrase = phrase(event, detail);
    return Optional.ofNullable(phrase)
        .map(
            said ->
                new Caption(
                    event.timeNanos(),
                    event.node(),
                    said,
                    sortOf(detail),
                    ChunkCaptions.subject(detail)));
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

  private static @Nullable Phrase phrase(TraceEvent event, TraceDetail detail) {
    NodeId who = event.node();
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

  private static @Nullable Phrase node(NodeId who, TraceEvent event, NodeTrace node) {
    if (node instanceof NodeTrace.Boot boot) {
      return Phrase.of(
          "captions.boot", who, event.incarnation(), boot.durableTerm(), boot.durableLastIndex());
    }
    if (node instanceof NodeTrace.Killed) {
      return Phrase.of("captions.killed", who);
    }
    if (node instanceof NodeTrace.Stopped) {
      return Phrase.of("captions.stopped", who);
    }
    if (node instanceof NodeTrace.EventsMissing gap) {
      return Phrase.of("captions.missing", gap.missing(), who);
    }
    if (node instanceof NodeTrace.Forked forked) {
      return Phrase.of("captions.forked", who, forked.recording(), forked.lamport());
    }
    return node instanceof NodeTrace.Trouble trouble
        ? Phrase.of("captions.trouble", who, trouble.what())
        : null;
  }

  private static @Nullable Phrase sent(NodeId who, TraceEvent event, MessageTrace.Sent sent) {
    return switch (sent.summary().kind()) {
      case REQUEST_VOTE_REPLY ->
          Phrase.of(
              sent.summary().positive() ? "captions.voteGiven" : "captions.voteRefused",
              who,
              sent.to(),
              event.state().term());
      case TIMEOUT_NOW -> Phrase.of("captions.timeoutNow", who, sent.to());
      default -> null;
    };
  }
}
