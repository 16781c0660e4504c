package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.raft.log.Membership;
import org.quorama.trace.TraceEvent;

/**
 * The cluster as its trace tells it. Immutable; every fold makes a new one.
 *
 * @param nodes every known node, in the order of the ids
 * @param chunks every known chunk, by id
 * @param flights the latest messages, oldest first, at most {@value #MAX_FLIGHTS}
 * @param captions the latest sentences, oldest first, at most {@value #MAX_CAPTIONS}
 * @param members who belongs to the cluster
 * @param care how the leader cares for the chunks as a whole
 * @param lab what was done to the cluster from outside
 * @param latestNanos the time of the latest event, on the clock of the trace
 */
public record ClusterModel(
    Map<NodeId, NodeModel> nodes,
    Map<String, ChunkModel> chunks,
    List<Flight> flights,
    List<Caption> captions,
    Members members,
    Care care,
    Lab lab,
    long latestNanos)
    implements Serializable {
  /** How many messages are kept. */
  public static final int MAX_FLIGHTS = 160;

  /** How many captions are kept. */
  public static final int MAX_CAPTIONS = 200;

  /** How many chunks are kept; the oldest go first. */
  public static final int MAX_CHUNKS = 1_000;

  /** Makes the collections read-only; the makers in this package never share them. */
  public ClusterModel {
    nodes = Collections.unmodifiableMap(nodes);
    chunks = Collections.unmodifiableMap(chunks);
    flights = Collections.unmodifiableList(flights);
    captions = Collections.unmodifiableList(captions);
  }

  /**
   * Returns a cluster of which nothing is known but its nodes.
   *
   * @param ids the nodes
   */
  public static ClusterModel of(Collection<NodeId> ids) {
    TreeMap<NodeId, NodeModel> nodes = new TreeMap<>();
    ids.forEach(id -> nodes.put(id, NodeModel.unknown(id)));
    return new ClusterModel(
        nodes,
        new TreeMap<>(),
        List.of(),
        List.of(),
        Members.UNKNOWN,
        Care.UNKNOWN,
        Lab.NOTHING,
        0);
  }

  /**
   * Returns this cluster one event later. A node that was not known is added.
   *
   * @param event what happened
   */
  public ClusterModel fold(TraceEvent event) {
    return new Fold(this).apply(event).done();
  }

  /**
   * Returns this cluster some events later.
   *
   * @param events what happened, in order
   */
  public ClusterModel fold(List<TraceEvent> events) {
    Fold fold = new Fold(this);
    events.forEach(fold::apply);
    return fold.done();
  }

  /**
   * Returns this cluster with a node that does not answer the monitor, or does again. A node whose
   * process has ended answers no more, whatever was still under way; its next boot tells itself.
   *
   * @param node which
   * @param reachable true if it answers
   */
  public ClusterModel reachable(NodeId node, boolean reachable) {
    NodeModel known = node(node);
    Life life = reachable ? Life.ALIVE : Life.UNREACHABLE;
    return known.life().isOver() || known.life() == life ? this : with(known.change().life(life));
  }

  /**
   * Returns this cluster with a node whose process has ended without a word, and a caption of it.
   *
   * @param node which
   */
  public ClusterModel ended(NodeId node) {
    NodeModel known = node(node);
    if (known.life().isOver()) {
      return this;
    }
    return with(known.change().life(Life.KILLED).deadline(Deadline.NONE))
        .captioned(node, Phrase.of("captions.dead", node));
  }

  private ClusterModel with(NodeChange change) {
    NodeModel now = change.done();
    TreeMap<NodeId, NodeModel> changed = new TreeMap<>(nodes);
    changed.put(now.id(), now);
    return new ClusterModel(changed, chunks, flights, captions, members, care, lab, latestNanos);
  }

  private ClusterModel captioned(NodeId node, Phrase phrase) {
    List<Caption> more = new ArrayList<>(captions);
    more.add(Caption.rare(latestNanos, node, phrase));
    int from = Math.max(0, more.size() - MAX_CAPTIONS);
    return new ClusterModel(
        nodes,
        chunks,
        flights,
        new ArrayList<>(more.subList(from, more.size())),
        members,
        care,
        lab.without(node),
        latestNanos);
  }

  /**
   * Returns a node; one of which nothing is known if it is not there.
   *
   * @param id which
   */
  public NodeModel node(NodeId id) {
    return nodes.getOrDefault(id, NodeModel.unknown(id));
  }

  /** Returns who leads: of those who believe so, the one with the highest term. */
  public Optional<NodeModel> leader() {
    return nodes.values().stream()
        .filter(NodeModel::isLeader)
        .max(Comparator.comparingLong(node -> node.raft().term()));
  }

  /** Returns how many nodes take themselves for the leader; more than one is worth a look. */
  public long leaders() {
    return nodes.values().stream().filter(NodeModel::isLeader).count();
  }

  /** Returns who votes, in the order of the ids; all known nodes if the trace names no members. */
  public List<NodeId> voters() {
    Membership current = members.current();
    return current == null ? List.copyOf(nodes.keySet()) : current.voters();
  }

  /** Returns how many votes or copies make a majority of the voters. */
  public int quorum() {
    return voters().size() / 2 + 1;
  }

  /**
   * Returns a node's role in a word, or why it has none: {@code learner}, {@code removed}.
   *
   * @param node whose
   */
  public String roleWord(NodeModel node) {
    return switch (members.placeOf(node.id())) {
      case REMOVED -> "removed";
      case OUTSIDER -> "no member";
      case LEARNER -> node.isAlive() ? "learner" : node.roleWord();
      case VOTER -> node.roleWord();
    };
  }

  /** Returns the copies of replicas that are under way, by chunk. */
  public List<Repair> repairs() {
    List<Repair> repairs = new ArrayList<>();
    for (ChunkModel chunk : chunks.values()) {
      chunk
          .held()
          .forEach(
              (to, replica) -> {
                NodeId from = replica.copiedFrom();
                if (from != null) {
                  repairs.add(new Repair(chunk.id(), from, to, replica.sinceNanos()));
                }
              });
    }
    return repairs;
  }

  /** Returns one line on leader, term and commit, in English. */
  public String statusLine() {
    return StatusLines.ENGLISH.ofCluster(this);
  }
}
