package org.quorama.monitor.model.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.ReplicaModel;
import org.quorama.monitor.model.look.EventFields;
import org.quorama.monitor.model.look.LogTable;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.TraceEvent;

/**
 * All that is known of a node, an entry, a message, a chunk, a lease or an event, field by field.
 * Immutable.
 *
 * @param cluster in which cluster
 * @param nowNanos the present, on the clock of the trace
 */
public record Inspection(ClusterModel cluster, long nowNanos) {
  /**
   * Returns a node's own state, and who leads as each node sees it.
   *
   * @param id which
   */
  public List<Section> node(NodeId id) {
    NodeModel node = cluster.node(id);
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section.Of("node")
            .with("life", node.life().word())
            .with("role", cluster.roleWord(node))
            .with("boot", node.incarnation())
            .with("place", cluster.members().placeOf(id).name().toLowerCase(Locale.ROOT))
            .with("events missing", node.missing())
            .done());
    sections.add(raft(node.raft()));
    sections.add(log(node));
    sections.add(beliefs());
    if (!node.peers().isEmpty()) {
      sections.add(peers(node));
    }
    if (!node.votes().isEmpty()) {
      Section.Of votes = new Section.Of("votes");
      node.votes().forEach((from, granted) -> votes.with(from.toString(), granted ? "✓" : "✗"));
      sections.add(votes.done());
    }
    sections.add(doing(node));
    sections.add(contacts(node));
    sections.add(faults(cluster.lab().of(id)));
    return sections;
  }

  private static Section raft(RaftSummary raft) {
    return new Section.Of("raft")
        .with("currentTerm", raft.term())
        .with("votedFor", raft.votedFor())
        .with("leaderId", raft.leaderId())
        .with("commitIndex", raft.commitIndex())
        .with("lastApplied", raft.lastApplied())
        .done();
  }

  private static Section log(NodeModel node) {
    long digest = node.logState().digest();
    return new Section.Of("log")
        .with("lastLogIndex", node.raft().lastIndex())
        .with("lastLogTerm", node.raft().lastTerm())
        .with("durable up to", node.durableUpTo())
        .with("snapshot up to", node.raft().snapshotIndex())
        .with("overwritten", node.logState().overwritten().keySet())
        .with("state digest", digest == 0 ? null : Long.toHexString(digest))
        .done();
  }

  /** Two of them may take themselves for the leader, each in a term of its own. */
  private Section beliefs() {
    Section.Of beliefs = new Section.Of("beliefs");
    for (NodeModel node : cluster.nodes().values()) {
      beliefs.with(node.id().toString(), belief(node));
    }
    return beliefs.done();
  }

  private static String belief(NodeModel node) {
    if (!node.isAlive()) {
      return node.life().word();
    }
    NodeId leader = node.isLeader() ? node.id() : node.raft().leaderId();
    String who = leader == null ? "–" : leader + (node.isLeader() ? " ♛" : "");
    return who + ", t" + node.raft().term();
  }

  private static Section peers(NodeModel leader) {
    Section.Of peers = new Section.Of("peers");
    leader
        .peers()
        .forEach(
            (follower, known) ->
                peers.with(
                    follower.toString(),
                    "matchIndex " + known.matchIndex() + ", nextIndex " + known.nextIndex()));
    return peers.done();
  }

  private Section doing(NodeModel node) {
    long left = node.deadline().remainingNanos(cluster.lab().passed(nowNanos));
    return new Section.Of("doing")
        .with("election in", left == 0 ? null : tenths(left))
        .with("asks for term", node.asksForPreVotes() ? node.activity().preVoteTerm() : null)
        .with("hands over to", node.handsTo())
        .with("reads confirmed", node.activity().reads().count())
        .done();
  }

  private static String tenths(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private Section contacts(NodeModel node) {
    Section.Of contacts = new Section.Of("contacts");
    contacts.with("discovery sees", node.activity().contacts().discovered());
    if (node.membership() != null) {
      contacts.with("voters", node.membership().voters());
      contacts.with("learners", node.membership().learners());
      contacts.with("by entry", node.membership().index());
    }
    node.activity()
        .contacts()
        .heardNanos()
        .forEach((from, at) -> contacts.with("heard " + from, "−" + tenths(nowNanos - at)));
    return contacts.done();
  }

  private static Section faults(Lab.Faults faults) {
    return new Section.Of("faults")
        .with("paused", faults.paused() ? "✓" : null)
        .with("disk", faults.disk().name().toLowerCase(Locale.ROOT))
        .with("clock rate", faults.rate())
        .with("links not whole", faults.links().size())
        .done();
  }

  /**
   * Returns an entry as every node has it.
   *
   * @param of whose entry was chosen
   * @param index which
   */
  public List<Section> entry(NodeId of, long index) {
    NodeModel chosen = cluster.node(of);
    LogCell cell = chosen.log().get(index);
    Section.Of entry = new Section.Of("entry").with("index", index);
    entry.with("term", cell == null ? null : cell.term());
    entry.with("command", cell == null ? null : cell.command());
    LogCell struck = LogTable.struck(chosen, index);
    entry.with("overwritten", struck == null ? null : "t" + struck.term() + " " + struck.command());
    LogTable table = new LogTable(cluster);
    entry.with("copies", table.copies(index) + " / " + cluster.voters().size());
    entry.with("majority", table.isOnMajority(index) ? "✓" : null);
    Section.Of copies = new Section.Of("copies");
    for (NodeModel node : cluster.nodes().values()) {
      copies.with(node.id().toString(), copy(node, index));
    }
    return List.of(entry.done(), copies.done());
  }

  private static @Nullable String copy(NodeModel node, long index) {
    LogCell cell = node.log().get(index);
    if (index <= node.raft().snapshotIndex()) {
      return "snapshot";
    }
    String phase = node.phaseOf(index).name().toLowerCase(Locale.ROOT);
    return cell == null ? null : "t" + cell.term() + " " + phase;
  }

  /**
   * Returns a message, nothing if it is too long ago.
   *
   * @param messageId its id in the trace
   */
  public List<Section> message(String messageId) {
    Optional<Flight> flight =
        cluster.flights().stream().filter(it -> it.messageId().equals(messageId)).findFirst();
    return flight
        .map(
            it ->
                List.of(
                    new Section.Of("message")
                        .with("id", it.messageId())
                        .with("from", it.from())
                        .with("to", it.to())
                        .with("fate", it.fate().name().toLowerCase(Locale.ROOT))
                        .with("sent", "−" + tenths(nowNanos - it.sentNanos()))
                        .withAll(EventFields.of(it.summary()))
                        .done()))
        .orElse(List.of());
  }

  /**
   * Returns a chunk, what each node holds of it, and its past; nothing if it is not known.
   *
   * @param id its id in text form
   */
  public List<Section> chunk(String id) {
    ChunkModel chunk = cluster.chunks().get(id);
    if (chunk == null) {
      return List.of();
    }
    Section.Of whole =
        new Section.Of("chunk")
            .with("file", chunk.path())
            .with("chunk index", chunk.index())
            .with("version", chunk.version())
            .with("health", chunk.healthWord())
            .with("placed on", chunk.replicas());
    Section.Of replicas = new Section.Of("replicas");
    for (NodeId node : cluster.nodes().keySet()) {
      replicas.with(node.toString(), replica(chunk, node));
    }
    return List.of(whole.done(), lease(chunk), replicas.done());
  }

  private static @Nullable String replica(ChunkModel chunk, NodeId node) {
    ReplicaModel.State state = chunk.stateOf(node);
    return state == ReplicaModel.State.NONE ? null : chunk.replicaWord(node);
  }

  /**
   * Returns the lease on a chunk; nothing if the chunk is not known.
   *
   * @param id the chunk's id in text form
   */
  public List<Section> lease(String id) {
    ChunkModel chunk = cluster.chunks().get(id);
    return chunk == null ? List.of() : List.of(lease(chunk));
  }

  private Section lease(ChunkModel chunk) {
    long passed = cluster.lab().passed(nowNanos);
    long left = chunk.lease().remainingNanos(passed);
    return new Section.Of("lease")
        .with("primary", chunk.leaseHolder(passed))
        .with("granted last to", chunk.primary())
        .with("lasts", left == 0 ? null : tenths(left))
        .with("length", tenths(chunk.lease().lengthNanos()))
        .done();
  }

  /**
   * Returns an event with all that it carries, and its node's state just after it.
   *
   * @param event which
   */
  public static List<Section> event(TraceEvent event) {
    return List.of(
        new Section.Of("event")
            .with("kind", event.detail().kind())
            .with("node", event.node())
            .with("boot", event.incarnation())
            .with("seq", event.seq())
            .with("lamport", event.lamport())
            .with("time", EventFields.millis(event.timeNanos()))
            .done(),
        new Section.Of("fields").withAll(EventFields.of((Record) event.detail())).done(),
        new Section.Of("after").with("role", event.state().role()).done(),
        raft(event.state()));
  }
}
