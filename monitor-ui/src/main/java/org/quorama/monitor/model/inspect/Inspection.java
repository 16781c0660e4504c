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
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Term;
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
            .with(Fact.LIFE, role(node.life().word()))
            .with(Fact.ROLE, role(cluster.roleWord(node)))
            .with(Fact.BOOT, node.incarnation())
            .with(Fact.PLACE, new Term("screens.place", cluster.members().placeOf(id).name()))
            .with(Fact.EVENTS_MISSING, node.missing())
            .done());
    sections.add(raft(node.raft()));
    sections.add(log(node));
    sections.add(beliefs());
    if (!node.peers().isEmpty()) {
      sections.add(peers(node));
    }
    if (!node.votes().isEmpty()) {
      Section.Of votes = new Section.Of("votes");
      node.votes().forEach((from, granted) -> votes.with(from, granted ? "✓" : "✗"));
      sections.add(votes.done());
    }
    sections.add(doing(node));
    sections.add(contacts(node));
    sections.add(faults(cluster.lab().of(id)));
    return sections;
  }

  private static Section raft(RaftSummary raft) {
    return new Section.Of("raft")
        .with(Fact.CURRENT_TERM, raft.term())
        .with(Fact.VOTED_FOR, raft.votedFor())
        .with(Fact.LEADER_ID, raft.leaderId())
        .with(Fact.COMMIT_INDEX, raft.commitIndex())
        .with(Fact.LAST_APPLIED, raft.lastApplied())
        .done();
  }

  private static Section log(NodeModel node) {
    long digest = node.logState().digest();
    return new Section.Of("log")
        .with(Fact.LAST_LOG_INDEX, node.raft().lastIndex())
        .with(Fact.LAST_LOG_TERM, node.raft().lastTerm())
        .with(Fact.DURABLE_UP_TO, node.durableUpTo())
        .with(Fact.SNAPSHOT_UP_TO, node.raft().snapshotIndex())
        .with(Fact.OVERWRITTEN, node.logState().overwritten().keySet())
        .with(Fact.STATE_DIGEST, digest == 0 ? null : Long.toHexString(digest))
        .done();
  }

  /** Two of them may take themselves for the leader, each in a term of its own. */
  private Section beliefs() {
    Section.Of beliefs = new Section.Of("beliefs");
    for (NodeModel node : cluster.nodes().values()) {
      beliefs.with(node.id(), belief(node));
    }
    return beliefs.done();
  }

  private static Object belief(NodeModel node) {
    if (!node.isAlive()) {
      return role(node.life().word());
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
                    follower,
                    "matchIndex " + known.matchIndex() + ", nextIndex " + known.nextIndex()));
    return peers.done();
  }

  private Section doing(NodeModel node) {
    long left = node.deadline().remainingNanos(cluster.lab().passed(nowNanos));
    return new Section.Of("doing")
        .running(Fact.ELECTION_IN.phrase(), left == 0 ? null : tenths(left))
        .with(Fact.ASKS_FOR_TERM, node.asksForPreVotes() ? node.activity().preVoteTerm() : null)
        .with(Fact.HANDS_OVER_TO, node.handsTo())
        .with(Fact.READS_CONFIRMED, node.activity().reads().count())
        .done();
  }

  private static Term role(String english) {
    return new Term("frame.role", english);
  }

  private String ago(long nanos) {
    return "−" + tenths(nowNanos - nanos);
  }

  private static String tenths(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private Section contacts(NodeModel node) {
    Section.Of contacts = new Section.Of("contacts");
    contacts.with(Fact.DISCOVERY_SEES, node.activity().contacts().discovered());
    if (node.membership() != null) {
      contacts.with(Fact.VOTERS, node.membership().voters());
      contacts.with(Fact.LEARNERS, node.membership().learners());
      contacts.with(Fact.BY_ENTRY, node.membership().index());
    }
    node.activity()
        .contacts()
        .heardNanos()
        .forEach((from, at) -> contacts.running(Fact.HEARD.phrase(from), ago(at)));
    return contacts.done();
  }

  private static Section faults(Lab.Faults faults) {
    return new Section.Of("faults")
        .with(Fact.PAUSED, faults.paused() ? "✓" : null)
        .with(Fact.DISK, new Term("screens.disk", faults.disk().name()))
        .with(Fact.CLOCK_RATE, faults.rate())
        .with(Fact.LINKS_NOT_WHOLE, faults.links().size())
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
    Section.Of entry = new Section.Of("entry").with(Fact.INDEX, index);
    entry.with(Fact.TERM, cell == null ? null : cell.term());
    entry.with(Fact.COMMAND, cell == null ? null : cell.command());
    LogCell struck = LogTable.struck(chosen, index);
    entry.with(
        Fact.OVERWRITTEN, struck == null ? null : "t" + struck.term() + " " + struck.command());
    LogTable table = new LogTable(cluster);
    entry.with(Fact.COPIES, table.copies(index) + " / " + cluster.voters().size());
    entry.with(Fact.MAJORITY, table.isOnMajority(index) ? "✓" : null);
    Section.Of copies = new Section.Of("copies");
    for (NodeModel node : cluster.nodes().values()) {
      copies.with(node.id(), copy(node, index));
    }
    return List.of(entry.done(), copies.done());
  }

  private static @Nullable Phrase copy(NodeModel node, long index) {
    LogCell cell = node.log().get(index);
    if (index <= node.raft().snapshotIndex()) {
      return Phrase.of("screens.value.snapshot");
    }
    Term phase = new Term("screens.phase", node.phaseOf(index).name());
    return cell == null ? null : Phrase.of("screens.value.copy", cell.term(), phase);
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
                        .with(Fact.ID, it.messageId())
                        .with(Fact.FROM, it.from())
                        .with(Fact.TO, it.to())
                        .with(Fact.FATE, new Term("screens.fate", it.fate().name()))
                        .running(Fact.SENT.phrase(), ago(it.sentNanos()))
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
            .with(Fact.FILE, chunk.file())
            .with(Fact.CHUNK_INDEX, chunk.index())
            .with(Fact.VERSION, chunk.version())
            .with(Fact.HEALTH, new Term("frame.health", chunk.healthWord()))
            .with(Fact.PLACED_ON, chunk.replicas());
    Section.Of replicas = new Section.Of("replicas");
    for (NodeId node : cluster.nodes().keySet()) {
      replicas.with(node, replica(chunk, node));
    }
    return List.of(whole.done(), lease(chunk), replicas.done());
  }

  private static @Nullable Phrase replica(ChunkModel chunk, NodeId node) {
    ReplicaModel.State state = chunk.stateOf(node);
    return state == ReplicaModel.State.NONE ? null : chunk.replicaPhrase(node);
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
        .with(Fact.PRIMARY, chunk.leaseHolder(passed))
        .with(Fact.GRANTED_LAST_TO, chunk.primary())
        .running(Fact.LASTS.phrase(), left == 0 ? null : tenths(left))
        .with(Fact.LENGTH, tenths(chunk.lease().lengthNanos()))
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
            .with(Fact.KIND, event.detail().kind())
            .with(Fact.NODE, event.node())
            .with(Fact.BOOT, event.incarnation())
            .with(Fact.SEQ, event.seq())
            .with(Fact.LAMPORT, event.lamport())
            .with(Fact.TIME, EventFields.millis(event.timeNanos()))
            .done(),
        new Section.Of("fields").withAll(EventFields.of((Record) event.detail())).done(),
        new Section.Of("after").with(Fact.ROLE, role(event.state().role().name())).done(),
        raft(event.state()));
  }
}
