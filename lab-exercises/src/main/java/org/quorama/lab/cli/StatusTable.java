package org.quorama.lab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;

/** What every node says of itself, at one moment. Immutable. */
final class StatusTable {
  private static final String ROW = "%-6s %-10s %6s %-7s %8s %8s %8s %-8s %7s %12s  %s";
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Map<NodeId, NodeAddress> addresses;
  private final Map<NodeId, Optional<NodeStatus>> nodes;

  /** Why those that do not answer do not. */
  private final Map<NodeId, String> reasons;

  private StatusTable(
      Map<NodeId, NodeAddress> addresses,
      Map<NodeId, Optional<NodeStatus>> nodes,
      Map<NodeId, String> reasons) {
    this.addresses = addresses;
    this.nodes = nodes;
    this.reasons = reasons;
  }

  /** Asks every node, all at once, since one that is paused takes its time. */
  static StatusTable of(ClusterSession session) {
    Map<NodeId, NodeAddress> addresses = new TreeMap<>(session.nodes());
    Map<NodeId, CompletableFuture<NodeStatus>> asked = new TreeMap<>();
    addresses.forEach((node, address) -> asked.put(node, ask(session.connector(), address)));
    Map<NodeId, Optional<NodeStatus>> nodes = new TreeMap<>();
    Map<NodeId, String> reasons = new TreeMap<>();
    asked.forEach(
        (node, answer) -> {
          try {
            nodes.put(node, Optional.of(answer.join()));
          } catch (CompletionException e) {
            nodes.put(node, Optional.empty());
            reasons.put(node, reason(e));
          }
        });
    return new StatusTable(addresses, nodes, reasons);
  }

  private static CompletableFuture<NodeStatus> ask(NodeConnector connector, NodeAddress address) {
    return CompletableFuture.supplyAsync(
            () -> connector.connect(address).status(), Daemons.each("status-" + address))
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String reason(CompletionException failure) {
    return failure.getCause() instanceof NodeUnreachableException unreachable
        ? String.valueOf(unreachable.getMessage())
        : "no answer within " + PATIENCE.toSeconds() + " s: is it paused?";
  }

  /** Returns one line a node, below a heading, and a sentence about the leader. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        ROW.formatted(
            "NODE",
            "ROLE",
            "TERM",
            "LEADER",
            "COMMIT",
            "APPLIED",
            "SNAPSHOT",
            "MEMBER",
            "CHUNKS",
            "BYTES",
            "ADDRESS"));
    nodes.forEach((node, status) -> lines.add(line(node, status)));
    lines.add(leaderSentence());
    return lines;
  }

  private String line(NodeId node, Optional<NodeStatus> status) {
    return status.map(this::row).orElseGet(() -> "%-6s no answer".formatted(node));
  }

  private String row(NodeStatus status) {
    return String.format(
        Locale.ROOT,
        ROW,
        status.node(),
        role(status),
        status.raft().term(),
        status.raft().leaderId() == null ? "-" : status.raft().leaderId(),
        status.raft().commitIndex(),
        status.raft().lastApplied(),
        status.raft().snapshotIndex() == 0 ? "-" : status.raft().snapshotIndex(),
        place(status.node()),
        status.storage().chunks(),
        String.format(Locale.ROOT, "%,d", status.storage().chunkBytes()),
        status.address());
  }

  private static String role(NodeStatus status) {
    return status.raft().role().name().toLowerCase(Locale.ROOT);
  }

  /** What the leader's membership, or else the node's own, says of a node. */
  private String place(NodeId node) {
    return leader()
        .or(() -> nodes.getOrDefault(node, Optional.empty()))
        .map(NodeStatus::membership)
        .map(it -> it.isVoter(node) ? "voter" : it.contains(node) ? "learner" : "none")
        .orElse("?");
  }

  private Optional<NodeStatus> leader() {
    return nodes.values().stream()
        .flatMap(Optional::stream)
        .filter(status -> status.raft().role() == RoleName.LEADER)
        .reduce((one, other) -> one.raft().term() > other.raft().term() ? one : other);
  }

  private String leaderSentence() {
    return leader()
        .map(it -> "Node %s leads in term %d.".formatted(it.node(), it.raft().term()))
        .orElse("No leader: a majority of the nodes must be up; see 'quorama restart NODE'.");
  }

  /** Returns one short sentence a node, which changes only when its part in the cluster does. */
  Map<NodeId, String> sentences() {
    Map<NodeId, String> sentences = new TreeMap<>();
    nodes.forEach((node, status) -> sentences.put(node, sentence(node, status)));
    return sentences;
  }

  private static String sentence(NodeId node, Optional<NodeStatus> status) {
    return status
        .map(it -> "%s is %s in term %d".formatted(node, role(it), it.raft().term()))
        .orElseGet(() -> node + " does not answer");
  }

  /** Returns everything as JSON. */
  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("leader", leader().map(it -> it.node().value()).orElse(null));
    all.put("term", leader().map(it -> it.raft().term()).orElse(null));
    List<Map<String, Object>> rows = new ArrayList<>();
    nodes.forEach((node, status) -> rows.add(jsonRow(node, status)));
    all.put("nodes", rows);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps of numbers and texts can be written", e);
    }
  }

  private Map<String, Object> jsonRow(NodeId node, Optional<NodeStatus> status) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("node", node.value());
    row.put("address", String.valueOf(addresses.get(node)));
    row.put("answers", status.isPresent());
    row.put("why", reasons.get(node));
    status.ifPresent(it -> fill(row, it));
    return row;
  }

  private static void fill(Map<String, Object> row, NodeStatus status) {
    row.put("role", role(status));
    row.put("term", status.raft().term());
    NodeId leader = status.raft().leaderId();
    row.put("leader", leader == null ? null : leader.value());
    row.put("lastIndex", status.raft().lastIndex());
    row.put("commitIndex", status.raft().commitIndex());
    row.put("lastApplied", status.raft().lastApplied());
    row.put("snapshotIndex", status.raft().snapshotIndex());
    row.put("voters", ids(status.membership().voters()));
    row.put("learners", ids(status.membership().learners()));
    row.put("chunks", status.storage().chunks());
    row.put("chunkBytes", status.storage().chunkBytes());
    row.put("digest", Long.toHexString(status.storage().digest()));
    row.put("incarnation", status.incarnation());
  }

  private static List<String> ids(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).toList();
  }
}
