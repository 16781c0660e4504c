package org.quorama.monitor.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
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

  static Optional<String> of(TraceEvent event, NodeModel before) {
    TraceDetail detail = event.detail();
    String who = event.node().toString();
    if (detail instanceof RaftTrace raft) {
      return Optional.ofNullable(raft(who, event, raft, before));
    }
    if (detail instanceof NodeTrace node) {
      return Optional.ofNullable(node(who, event, node));
    }
    if (detail instanceof MasterTrace master) {
      return Optional.ofNullable(master(who, master));
    }
    if (detail instanceof ChunkTrace chunk) {
      return Optional.ofNullable(chunk(who, chunk));
    }
    return Optional.ofNullable(message(who, event, detail));
  }

  private static @Nullable String raft(
      String who, TraceEvent event, RaftTrace raft, NodeModel before) {
    long term = event.state().term();
    if (raft instanceof RaftTrace.ElectionTimedOut) {
      return who + " heard no leader until its deadline.";
    }
    if (raft instanceof RaftTrace.BecameCandidate) {
      return who + " asks for votes in term " + term + ".";
    }
    if (raft instanceof RaftTrace.BecameLeader leader) {
      return "%s leads term %d with %d votes.".formatted(who, term, leader.votes().size());
    }
    if (raft instanceof RaftTrace.BecameFollower follower) {
      return follower(who, term, follower.leader(), before.raft().leaderId());
    }
    if (raft instanceof RaftTrace.Truncated truncated) {
      return "%s removes its entries from %d: the leader's log differs."
          .formatted(who, truncated.from());
    }
    if (raft instanceof RaftTrace.CommitAdvanced commit && before.isLeader()) {
      return "%s has entry %d on a majority and commits it.".formatted(who, commit.commitIndex());
    }
    return null;
  }

  private static @Nullable String follower(
      String who, long term, @Nullable NodeId leader, @Nullable NodeId known) {
    if (leader == null || leader.equals(known)) {
      return null;
    }
    return "%s follows %s in term %d.".formatted(who, leader, term);
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
    return node instanceof NodeTrace.Trouble trouble ? who + ": " + trouble.what() : null;
  }

  private static @Nullable String master(String who, MasterTrace master) {
    if (master instanceof MasterTrace.ChunkPlaced placed) {
      return "%s places chunk %d of %s on %s."
          .formatted(who, placed.chunkIndex(), placed.path(), placed.replicas());
    }
    if (master instanceof MasterTrace.LeaseGranted lease) {
      return "%s gives %s the lease on %s, version %d."
          .formatted(who, lease.primary(), lease.chunk(), lease.version());
    }
    if (master instanceof MasterTrace.ChunkserverSeen seen && !seen.alive()) {
      return who + " misses chunkserver " + seen.chunkserver() + ".";
    }
    return null;
  }

  private static @Nullable String chunk(String who, ChunkTrace chunk) {
    if (chunk instanceof ChunkTrace.LeaseEnded ended) {
      return "%s no longer holds the lease on %s.".formatted(who, ended.chunk());
    }
    if (chunk instanceof ChunkTrace.ReplicaFailed failed) {
      return "%s gets no confirmation from %s for a write to %s."
          .formatted(who, failed.replica(), failed.chunk());
    }
    if (chunk instanceof ChunkTrace.CorruptionFound found) {
      return "%s finds bytes of %s that do not have their checksum.".formatted(who, found.chunk());
    }
    return null;
  }

  private static @Nullable String message(String who, TraceEvent event, TraceDetail detail) {
    if (detail instanceof MessageTrace.Sent sent
        && sent.summary().kind() == MessageTrace.Kind.REQUEST_VOTE_REPLY) {
      return "%s %s %s its vote in term %d."
          .formatted(
              who,
              sent.summary().positive() ? "gives" : "refuses",
              sent.to(),
              event.state().term());
    }
    return null;
  }
}
