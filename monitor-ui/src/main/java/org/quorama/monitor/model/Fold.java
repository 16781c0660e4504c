package org.quorama.monitor.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.Membership;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** Folds events into a model; mutable while it lives, confined to its caller. */
final class Fold {
  private final TreeMap<NodeId, NodeModel> nodes;
  private final TreeMap<String, ChunkModel> chunks;
  private final ArrayDeque<Flight> flights;
  private final ArrayList<Caption> captions;
  private Members members;
  private Care care;
  private Lab lab;
  private long latestNanos;

  Fold(ClusterModel before) {
    nodes = new TreeMap<>(before.nodes());
    chunks = new TreeMap<>(before.chunks());
    flights = new ArrayDeque<>(before.flights());
    captions = new ArrayList<>(before.captions());
    members = before.members();
    care = before.care();
    lab = before.lab();
    latestNanos = before.latestNanos();
  }

  ClusterModel done() {
    return new ClusterModel(
        nodes,
        chunks,
        new ArrayList<>(flights),
        new ArrayList<>(captions),
        members,
        care,
        lab,
        latestNanos);
  }

  Fold apply(TraceEvent event) {
    latestNanos = Math.max(latestNanos, event.timeNanos());
    NodeModel before = nodes.getOrDefault(event.node(), NodeModel.unknown(event.node()));
    if (event.incarnation() < before.incarnation()) {
      return this;
    }
    Lab unharmed = lab;
    lab = lab.after(event);
    long passed = lab.passed(event.timeNanos());
    nodes.put(event.node(), nodeAfter(before, event, passed));
    Members known = members;
    TraceDetail detail = event.detail();
    if (detail instanceof RaftTrace.MembershipChanged changed) {
      membersChanged(event, changed, before);
    }
    members = members.committed(event.state().commitIndex());
    if (detail instanceof MessageTrace message) {
      message(event, message);
    } else if (detail instanceof MasterTrace master) {
      master(event, master);
    } else if (detail instanceof ChunkTrace chunk) {
      put(new ChunkFold(event, passed, this::chunk).of(chunk));
      if (chunk instanceof ChunkTrace.ReplicaDeleted gone && chunk(gone.chunk()).isGone()) {
        chunks.remove(gone.chunk());
      }
    } else if (detail instanceof RaftTrace.BecameLeader) {
      newLeader();
    }
    Captions.of(event, before, () -> known.orAll(nodes.keySet())).ifPresent(this::caption);
    FaultCaptions.of(event, unharmed).ifPresent(this::caption);
    return this;
  }

  /**
   * Keeps the sentences in the order of time, though each node's events come in a batch. Of what
   * happens all the time only the latest is kept, so that it does not push out what is rare.
   */
  private void caption(Caption caption) {
    int place = captions.size();
    while (place > 0 && captions.get(place - 1).timeNanos() > caption.timeNanos()) {
      place--;
    }
    captions.add(place, caption);
    captions.subList(0, place).removeIf(older -> older.isReplacedBy(caption));
    if (captions.size() > ClusterModel.MAX_CAPTIONS) {
      captions.remove(0);
    }
  }

  private static NodeModel nodeAfter(NodeModel before, TraceEvent event, long passedNanos) {
    boolean over = before.life().isOver() && event.incarnation() == before.incarnation();
    NodeChange change = before.change().life(over ? before.life() : Life.ALIVE);
    change.state(event.incarnation(), event.state());
    TraceDetail detail = event.detail();
    if (detail instanceof RaftTrace.DeadlineSet deadline) {
      deadline(change, deadline, passedNanos);
    } else if (detail instanceof RaftTrace raft) {
      raft(change, raft, event.timeNanos());
    } else if (detail instanceof MessageTrace.Received received) {
      change.about(now -> now.heard(received.from(), event.timeNanos()));
    } else if (detail instanceof NodeTrace node) {
      node(change, node);
    }
    return change.done();
  }

  private static void node(NodeChange change, NodeTrace detail) {
    if (detail instanceof NodeTrace.Boot boot) {
      change.booted(boot.durableLastIndex());
    } else if (detail instanceof NodeTrace.MembersSeen seen) {
      change.about(now -> now.discovered(List.copyOf(seen.members().addresses().keySet())));
    } else if (detail instanceof NodeTrace.Killed) {
      change.life(Life.KILLED).deadline(Deadline.NONE);
    } else if (detail instanceof NodeTrace.Stopped) {
      change.life(Life.STOPPED).deadline(Deadline.NONE);
    } else if (detail instanceof NodeTrace.EventsMissing gap) {
      change.missed(gap.missing());
    }
  }

  private static void raft(NodeChange change, RaftTrace raft, long nowNanos) {
    if (raft instanceof RaftTrace.VoteCounted vote) {
      change.vote(vote.from(), vote.granted());
    } else if (raft instanceof RaftTrace.BecameLeader leader) {
      leader.votes().forEach(voter -> change.vote(voter, true));
      change.leads();
    } else if (raft instanceof RaftTrace.BecameFollower) {
      change.follows();
    } else if (raft instanceof RaftTrace.MembershipChanged changed) {
      change.members(membershipOf(changed));
    } else if (!activity(change, raft, nowNanos)) {
      log(change, raft);
    }
  }

  private static Membership membershipOf(RaftTrace.MembershipChanged changed) {
    return new Membership(changed.index(), changed.voters(), changed.learners());
  }

  private static boolean activity(NodeChange change, RaftTrace raft, long nowNanos) {
    if (raft instanceof RaftTrace.PreVoteStarted started) {
      change.about(now -> now.preVote(started.campaignTerm()));
    } else if (raft instanceof RaftTrace.TransferStarted started) {
      change.about(now -> now.handing(started.target()));
    } else if (raft instanceof RaftTrace.TransferEnded ended) {
      change.about(now -> now.handingEnded(ended.outcome()));
    } else if (raft instanceof RaftTrace.ReadsConfirmed reads) {
      change.about(now -> now.confirmed(nowNanos, reads.readIndex(), reads.reads()));
    } else {
      return false;
    }
    return true;
  }

  private static void deadline(NodeChange change, RaftTrace.DeadlineSet set, long nowNanos) {
    change.deadline(set.election() ? new Deadline(nowNanos, set.remainingNanos()) : Deadline.NONE);
  }

  private static void log(NodeChange change, RaftTrace raft) {
    if (raft instanceof RaftTrace.Appended appended) {
      change.appended(appended.entries());
    } else if (raft instanceof RaftTrace.Durable durable) {
      change.durable(durable.upTo());
    } else if (raft instanceof RaftTrace.Truncated truncated) {
      change.truncated(truncated.from());
    } else if (raft instanceof RaftTrace.Applied applied) {
      change.applied(applied.digest());
    } else if (raft instanceof RaftTrace.MatchAdvanced match) {
      change.progress(
          match.follower(), new NodeModel.Progress(match.matchIndex(), match.nextIndex()));
    }
  }

  private void membersChanged(
      TraceEvent event, RaftTrace.MembershipChanged changed, NodeModel before) {
    boolean leader = event.state().role() == RoleName.LEADER;
    members = members.after(membershipOf(changed), before.membership(), leader, nodes.keySet());
  }

  private void message(TraceEvent event, MessageTrace message) {
    if (message instanceof MessageTrace.Sent sent) {
      if (!settle(sent.messageId(), null)) {
        add(
            new Flight(
                sent.messageId(),
                event.node(),
                sent.to(),
                sent.summary(),
                event.timeNanos(),
                Flight.Fate.UNDER_WAY));
      }
    } else if (message instanceof MessageTrace.Received received) {
      received(event, received);
    } else if (message instanceof MessageTrace.Dropped dropped) {
      settle(dropped.messageId(), Flight.Fate.DROPPED);
    }
  }

  private void received(TraceEvent event, MessageTrace.Received received) {
    if (!settle(received.messageId(), Flight.Fate.RECEIVED)) {
      add(
          new Flight(
              received.messageId(),
              received.from(),
              event.node(),
              received.summary(),
              event.timeNanos(),
              Flight.Fate.RECEIVED));
    }
  }

  private void add(Flight flight) {
    flights.addLast(flight);
    if (flights.size() > ClusterModel.MAX_FLIGHTS) {
      flights.removeFirst();
    }
  }

  private boolean settle(String messageId, Flight.@Nullable Fate fate) {
    for (Iterator<Flight> all = flights.descendingIterator(); all.hasNext(); ) {
      Flight flight = all.next();
      if (flight.messageId().equals(messageId)) {
        replace(flight, fate);
        return true;
      }
    }
    return false;
  }

  private void replace(Flight flight, Flight.@Nullable Fate fate) {
    if (fate == null || flight.fate() == fate) {
      return;
    }
    ArrayList<Flight> all = new ArrayList<>(flights);
    all.set(all.lastIndexOf(flight), flight.with(fate));
    flights.clear();
    flights.addAll(all);
  }

  private void master(TraceEvent event, MasterTrace master) {
    if (isJudgement(master) && isDeposed(event)) {
      return;
    }
    if (master instanceof MasterTrace.SafeModeChanged mode) {
      care = care.safeMode(mode.on(), mode.known(), mode.total());
      chunks.replaceAll((id, chunk) -> judged(chunk));
    } else if (master instanceof MasterTrace.ServerStateChanged server) {
      care = care.server(server.node(), server.state());
    } else if (master instanceof MasterTrace.HealthChanged
        || master instanceof MasterTrace.CopyOrdered) {
      care = care.judged(true);
    }
    put(new ChunkFold(event, lab.passed(event.timeNanos()), this::chunk).of(master));
  }

  private static boolean isJudgement(MasterTrace master) {
    return master instanceof MasterTrace.HealthChanged
        || master instanceof MasterTrace.SafeModeChanged;
  }

  /** A leader that was cut off finds chunks missing which all others have. */
  private boolean isDeposed(TraceEvent event) {
    long term = event.state().term();
    return nodes.values().stream().anyMatch(node -> node.isLeader() && node.raft().term() > term);
  }

  /** A leader that judges names every chunk that is not healthy. */
  private ChunkModel judged(ChunkModel chunk) {
    boolean silent = chunk.health().isEmpty() && care.judged();
    return silent ? new ChunkChange(chunk).health(ChunkModel.HEALTHY).done() : chunk;
  }

  /** A new leader knows nothing of what the one before found and ordered. */
  private void newLeader() {
    care = care.judged(false);
    chunks.replaceAll((id, chunk) -> new ChunkChange(chunk).noCopies().health("").done());
  }

  private ChunkModel chunk(String id) {
    return chunks.getOrDefault(id, ChunkModel.unknown(id));
  }

  private void put(@Nullable ChunkModel chunk) {
    if (chunk == null) {
      return;
    }
    chunks.put(chunk.id(), judged(chunk));
    if (chunks.size() > ClusterModel.MAX_CHUNKS) {
      chunks.pollFirstEntry();
    }
  }
}
